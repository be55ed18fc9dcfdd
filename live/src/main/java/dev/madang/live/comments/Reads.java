package dev.madang.live.comments;

/**
 * How often the newest comments of a post were asked for since the start. Immutable.
 *
 * @param fromMemory how often they were there
 * @param fromStore how often the database was asked
 */
public record Reads(long fromMemory, long fromStore) {}
