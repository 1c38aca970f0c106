package dev.iii.sdk;

import dev.iii.sdk.state.StateChange;
import java.util.List;
import java.util.stream.Collectors;

/** Operations of an update had no effect; the others are done and stay so. See {@link StateChange#orThrow}. */
public final class UpdateException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final transient StateChange change;

    /** @param change what the update did; has errors */
    public UpdateException(StateChange change) {
        super(
                change.errors().stream()
                        .map(e ->
                                "operation " + e.operation() + " had no effect: " + e.message() + " (" + e.code() + ")")
                        .collect(Collectors.joining("; ")),
                null);
        this.change = change;
    }

    /** What the update did. */
    public StateChange change() {
        return change;
    }

    /** The operations that had no effect. */
    public List<StateChange.Failure> errors() {
        return change.errors();
    }
}
