package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import tools.jackson.databind.node.ObjectNode;

/** Repeats the input of a query in its result. The result contains every field; absent fields are null. */
final class QueryEcho {

    private QueryEcho() {}

    static ObjectNode of(Fields in, Struct input) {
        ObjectNode echo = TelemetryJson.object();
        for (String field : input.fieldNames()) {
            RawJson value = in.optional(field);
            echo.set(field, JsonText.tree(value == null ? RawJson.NULL : value));
        }
        return echo;
    }
}
