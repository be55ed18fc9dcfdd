/** Micro-benchmarks (JMH) of the ways of an event, without a network: {@code bench/run --micro}. */
@NullMarked
package dev.madang.bench.micro;

import org.jspecify.annotations.NullMarked;
