package dev.madang.live.store;

/** How good a comment is by its votes. */
public final class Score {
    /*
     * The lower end of Wilson's interval for the share of votes for it, so that ninety of a hundred stand above one of one.
     * Comments that more people reject than like are scored by the share against them, below zero: beneath those nobody
     * voted on, which have zero. Whole numbers, so that a cursor is exact in every database.
     */
    private static final double Z = 1.96;

    private static final int UNITS = 1_000_000;

    private Score() {}

    /** Millionths between -1 and 1. */
    public static long of(int up, int down) {
        long sign = up >= down ? 1 : -1;
        return sign * Math.round(UNITS * lower(Math.max(up, down), up + down));
    }

    private static double lower(double positive, double all) {
        if (all == 0) {
            return 0;
        }
        double share = positive / all;
        double centre = share + Z * Z / (2 * all);
        double margin = Z * Math.sqrt((share * (1 - share) + Z * Z / (4 * all)) / all);
        return (centre - margin) / (1 + Z * Z / all);
    }
}
