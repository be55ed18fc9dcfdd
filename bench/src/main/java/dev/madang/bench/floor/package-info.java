/** What sockets alone cost: bare Netty with the answers of the bench server hard-coded. */
@NullMarked
package dev.madang.bench.floor;

import org.jspecify.annotations.NullMarked;
