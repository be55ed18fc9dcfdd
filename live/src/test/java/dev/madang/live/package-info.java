@NullMarked
package dev.madang.live;

import org.jspecify.annotations.NullMarked;
