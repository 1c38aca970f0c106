package dev.iii.sdk.stream;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import java.util.List;

/**
 * A stream. Immutable.
 *
 * @param name its name
 * @param groups its groups
 */
public record StreamSummary(String name, List<String> groups) {

    /** Keeps a copy of the groups. */
    public StreamSummary {
        groups = List.copyOf(groups);
    }

    static StreamSummary of(Json json) {
        JsonFields fields = JsonFields.of(json, "a stream");
        return new StreamSummary(fields.text("id"), fields.list("groups", name -> name.as(String.class)));
    }
}
