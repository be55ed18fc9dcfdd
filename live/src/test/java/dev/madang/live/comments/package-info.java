@NullMarked
package dev.madang.live.comments;

import org.jspecify.annotations.NullMarked;
