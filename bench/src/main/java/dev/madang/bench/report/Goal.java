package dev.madang.bench.report;

import java.util.List;

/**
 * What is promised of a scenario, as times of the floor in the same run.
 *
 * @param reach may not be exceeded
 * @param goal what we would like
 */
record Goal(String scenario, double reach, double goal) {
    /* The figures of one machine, divided by its floor: 4.84, 0.61, 0.65, 10.9, 2.04 and 42.2 µs. */
    static final List<Goal> ALL = List.of(
            new Goal("echo1", 1.45, 1.24),
            new Goal("echo8", 3.3, 1.65),
            new Goal("obj8", 4.6, 2.3),
            new Goal("paced", 1.47, 1.25),
            new Goal("bcast", 1.25, 1.08),
            new Goal("connect", 1.3, 1.18),
            new Goal("upgrade", 1.5, 1.5));

    /** Live heap of an idle connection, in KiB; no ratio. */
    static final double HEAP_REACH = 3;

    static final double HEAP_GOAL = 2;
}
