@NullMarked
package dev.madang.live.limits;

import org.jspecify.annotations.NullMarked;
