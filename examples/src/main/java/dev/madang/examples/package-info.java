/** Small servers to learn from: the chat of the tutorial, and what else it says such a server is good for. */
@NullMarked
package dev.madang.examples;

import org.jspecify.annotations.NullMarked;
