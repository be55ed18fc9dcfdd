@NullMarked
package dev.madang.live.identity;

import org.jspecify.annotations.NullMarked;
