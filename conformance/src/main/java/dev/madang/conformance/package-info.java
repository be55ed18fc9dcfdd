/** Skeleton. */
@NullMarked
package dev.madang.conformance;

import org.jspecify.annotations.NullMarked;
