package dev.madang.protocol;

/** UTF-8 well-formedness (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /** The offset of the first byte that is not part of well-formed UTF-8, or -1 if all of it is. */
    public static int firstInvalid(byte[] array, int offset, int length) {
        throw new UnsupportedOperationException("skeleton");
    }
}
