package dev.madang.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a window of a scenario counted.
 *
 * @param messages round trips, deliveries or connects
 * @param errors connections that ended, and messages that were not as expected
 * @param delays of the messages, in nanoseconds; of a paced scenario from the moment each was due, so that a server that
 *     stalls is not spared
 */
record Count(long messages, long errors, Histogram delays) {}
