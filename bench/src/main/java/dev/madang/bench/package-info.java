/** The server that benchmarks talk to, and the payloads it gives back. */
@NullMarked
package dev.madang.bench;

import org.jspecify.annotations.NullMarked;
