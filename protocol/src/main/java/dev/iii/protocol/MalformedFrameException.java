package dev.iii.protocol;

/**
 * Bytes that are no frame: no JSON, no object, an unknown type, a missing or wrong field. Carries no stack trace, since
 * a peer can cause it at will. The message names the field and never repeats content.
 */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message names the field and repeats no content */
    public MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
