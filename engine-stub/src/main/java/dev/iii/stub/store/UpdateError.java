package dev.iii.stub.store;

/**
 * An operation of an update that had no effect (engine behaviour, section 9).
 *
 * @param opIndex the index of the operation
 * @param code the error code, for example {@code append.type_mismatch}
 * @param message the human-readable message
 */
public record UpdateError(int opIndex, String code, String message) {

    /** The URL of the explanation of the codes. Part of every error on the wire. */
    public static final String DOC_URL = "https://iii.dev/docs/workers/iii-state#error-codes";
}
