@NullMarked
package dev.madang.live.v2;

import org.jspecify.annotations.NullMarked;
