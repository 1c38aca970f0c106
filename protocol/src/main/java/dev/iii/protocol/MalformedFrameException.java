package dev.iii.protocol;

/**
 * Thrown if bytes are not a frame: if they are not JSON or not a JSON object, if the type is unknown, or if a field is
 * missing or has the wrong type. It has no stack trace, because a peer can cause any number of them. The message names the
 * field and never contains a value.
 */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason; names the field and contains no value
     */
    public MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
