package dev.madang.protocol;

/**
 * A rule of the protocol that a peer broke, and where. It ends that peer's connection and nobody else's.
 *
 * @param rule which rule
 * @param position byte offset in the packet or payload at which the rule was found broken; 0 if it has none
 */
public record Violation(Rule rule, int position) implements Decoded {}
