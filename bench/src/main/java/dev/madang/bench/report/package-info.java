/** What {@code bench/run} writes of its measurements: Markdown, JSON and plots. */
@NullMarked
package dev.madang.bench.report;

import org.jspecify.annotations.NullMarked;
