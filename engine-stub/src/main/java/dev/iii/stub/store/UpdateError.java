package dev.iii.stub.store;

/**
 * An operation of an update that had no effect (engine behaviour, section 9).
 *
 * @param opIndex its position among the operations
 * @param code for programs, for example {@code append.type_mismatch}
 * @param message for people
 */
public record UpdateError(int opIndex, String code, String message) {

    /** Where the codes are explained; part of every error on the wire. */
    public static final String DOC_URL = "https://iii.dev/docs/workers/iii-state#error-codes";
}
