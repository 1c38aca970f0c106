package dev.iii.sdk.trigger;

import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.List;

/**
 * Functions were registered or unregistered. This is the payload of functions that are bound to a
 * {@link FunctionsAvailableTrigger} (engine behaviour, section 17). Immutable.
 *
 * @param functions all functions that are registered now, including those of the engine
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.FunctionsAvailable.class)
public record FunctionsAvailableEvent(List<FunctionInfo> functions) implements JsonConvertible {

    /** Copies the list of functions. */
    public FunctionsAvailableEvent {
        functions = List.copyOf(functions);
    }

    @Override
    public Json toJson() {
        return EventWriters.functions(this);
    }
}
