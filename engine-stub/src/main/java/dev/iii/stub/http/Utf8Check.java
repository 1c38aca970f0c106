package dev.iii.stub.http;

/** Checks that bytes which arrive one after the other are UTF-8. Used by one thread at a time. */
final class Utf8Check {

    private static final int CONTINUATION_MIN = 0x80;
    private static final int CONTINUATION_MAX = 0xBF;

    /** The number of bytes that follow of the current character. */
    private int open;
    /** The range of the next byte. It excludes overlong forms, surrogates and values beyond Unicode. */
    private int min = CONTINUATION_MIN;

    private int max = CONTINUATION_MAX;

    /** Returns {@code false} if this byte cannot follow the previous ones. The next byte begins a character then. */
    boolean accept(byte next) {
        int b = next & 0xFF;
        if (open == 0) {
            return begin(b);
        }
        boolean valid = b >= min && b <= max;
        open = valid ? open - 1 : 0;
        min = CONTINUATION_MIN;
        max = CONTINUATION_MAX;
        return valid;
    }

    private boolean begin(int b) {
        if (b < 0x80) {
            return true;
        }
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        open = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        min = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : CONTINUATION_MIN;
        max = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : CONTINUATION_MAX;
        return true;
    }
}
