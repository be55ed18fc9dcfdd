package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** MessagePack as tests show it: hexadecimal digits, with text between apostrophes. */
final class Packs {
    static final MsgpackParser PARSER = new MsgpackParser(Wire.JSON);

    private Packs() {}

    static byte[] bytes(String shown) {
        StringBuilder hex = new StringBuilder();
        String[] parts = shown.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            hex.append(
                    i % 2 == 0
                            ? parts[i].replace(" ", "")
                            : HexFormat.of().formatHex(parts[i].getBytes(StandardCharsets.UTF_8)));
        }
        return HexFormat.of().parseHex(hex);
    }

    /** An event of the main namespace whose data is as shown. */
    static byte[] event(String data) {
        return bytes("83 a4'type'02 a3'nsp'a1'/' a4'data'" + data);
    }

    static PacketDecoder decoder() {
        return PARSER.decoder(DecoderLimits.DEFAULT);
    }

    static Decoded decode(byte[] packet) {
        return decode(DecoderLimits.DEFAULT, packet);
    }

    /** Decodes a packet that lies between bytes which nobody may look at. */
    static Decoded decode(DecoderLimits limits, byte[] packet) {
        return PARSER.decoder(limits).binary(Wire.guarded(packet), Wire.GUARDS, packet.length);
    }
}
