@NullMarked
package dev.madang.live.store;

import org.jspecify.annotations.NullMarked;
