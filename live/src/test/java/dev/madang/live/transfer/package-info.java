@NullMarked
package dev.madang.live.transfer;

import org.jspecify.annotations.NullMarked;
