package dev.iii.sdk.trigger;

import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.json.ReadBy;
import java.util.List;

/**
 * Functions came or went: the payload of functions that are bound to a {@link FunctionsAvailableTrigger} (engine
 * behaviour, section 17). Immutable.
 *
 * @param functions all that are there now, the engine's own included
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.FunctionsAvailable.class)
public record FunctionsAvailableEvent(List<FunctionInfo> functions) {

    /** Keeps a copy of the functions. */
    public FunctionsAvailableEvent {
        functions = List.copyOf(functions);
    }
}
