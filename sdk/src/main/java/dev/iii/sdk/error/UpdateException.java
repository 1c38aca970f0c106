package dev.iii.sdk.error;

import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Some operations of an update had no effect. The other operations of the update were applied and are not rolled back.
 * Thrown by {@code StateChange.orThrow}.
 */
public final class UpdateException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final transient Json oldValue;
    private final transient Json newValue;
    private final transient List<Failure> errors;

    /**
     * An operation that had no effect. Immutable.
     *
     * @param operation the index of the operation in the update, from 0
     * @param code the error code, for example {@code append.type_mismatch}
     * @param message a description for humans
     * @param docUrl the address of the engine's explanation of the code
     */
    public record Failure(int operation, String code, String message, Optional<String> docUrl) {

        /** Creates a failure without a link to an explanation. */
        public Failure(int operation, String code, String message) {
            this(operation, code, message, Optional.empty());
        }
    }

    /**
     * Creates an exception whose message names every failed operation.
     *
     * @param oldValue the value before the update
     * @param newValue the value after the update
     * @param errors the operations that had no effect
     */
    public UpdateException(Json oldValue, Json newValue, List<Failure> errors) {
        super(
                errors.stream()
                        .map(error -> "operation " + error.operation() + " had no effect: " + error.message() + " ("
                                + error.code() + ")")
                        .collect(Collectors.joining("; ")),
                null);
        this.oldValue = oldValue;
        this.newValue = newValue;
        this.errors = List.copyOf(errors);
    }

    /** Returns the value before the update. */
    public Json oldValue() {
        return oldValue;
    }

    /** Returns the value after the update. */
    public Json newValue() {
        return newValue;
    }

    /** Returns the operations that had no effect. */
    public List<Failure> errors() {
        return errors;
    }
}
