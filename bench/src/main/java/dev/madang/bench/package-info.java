/** Skeleton. */
@NullMarked
package dev.madang.bench;

import org.jspecify.annotations.NullMarked;
