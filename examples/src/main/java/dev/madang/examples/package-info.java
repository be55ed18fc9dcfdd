/** Skeleton. */
@NullMarked
package dev.madang.examples;

import org.jspecify.annotations.NullMarked;
