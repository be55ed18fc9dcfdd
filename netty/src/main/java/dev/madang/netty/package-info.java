/** HTTP, polling and WebSocket on Netty. */
@NullMarked
package dev.madang.netty;

import org.jspecify.annotations.NullMarked;
