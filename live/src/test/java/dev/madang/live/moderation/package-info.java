@NullMarked
package dev.madang.live.moderation;

import org.jspecify.annotations.NullMarked;
