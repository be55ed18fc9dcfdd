package dev.madang.protocol;

/** Receives the packets of a payload or frame in order. The bytes are valid during the call only. */
@FunctionalInterface
public interface EnginePacketVisitor {
    /**
     * One packet.
     *
     * @param type never null; binary data is always a {@link EngineType#MESSAGE}
     * @param binary whether the data is binary
     * @param offset start of the data behind the type
     * @return false to stop: the rest of the payload is not looked at
     */
    boolean packet(EngineType type, boolean binary, byte[] array, int offset, int length);
}
