/** How much one client may ask for in a time. */
@NullMarked
package dev.madang.live.limits;

import org.jspecify.annotations.NullMarked;
