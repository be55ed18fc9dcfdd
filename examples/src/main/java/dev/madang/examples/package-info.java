/** Small servers to learn from: the chat of the tutorial. */
@NullMarked
package dev.madang.examples;

import org.jspecify.annotations.NullMarked;
