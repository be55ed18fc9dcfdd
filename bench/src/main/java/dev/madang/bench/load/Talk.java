package dev.madang.bench.load;

/**
 * An event that carries a time stamp, as bytes of its packet.
 *
 * @param packet the packet, whose stamp is written anew for each sending
 * @param stampAt where the stamp stands, in what is sent and in what comes back
 */
record Talk(byte[] packet, int stampAt) {
    private static final int SMALLEST = Bytes.STAMP_DIGITS;

    /** An event with one string of that many characters. */
    static Talk string(String event, int characters) {
        String head = "42[\"" + event + "\",\"";
        String text = "0".repeat(Bytes.STAMP_DIGITS) + filler(Math.max(SMALLEST, characters) - SMALLEST);
        return new Talk(Bytes.ascii(head + text + "\"]"), head.length());
    }

    /** An event with one object of 128 bytes and four members, among them a list. */
    static Talk object(String event) {
        String head = "42[\"" + event + "\",{\"id\":";
        String rest = ",\"name\":\"" + filler(62) + "\",\"tags\":[\"chat\",\"live\"],\"open\":true}]";
        return new Talk(Bytes.ascii(head + "0".repeat(Bytes.STAMP_DIGITS) + rest), head.length());
    }

    private static String filler(int length) {
        return "abcdefghijklmnopqrstuvwxyz0123456789".repeat(1 + length / 36).substring(0, length);
    }
}
