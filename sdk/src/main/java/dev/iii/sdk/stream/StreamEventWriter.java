package dev.iii.sdk.stream;

import dev.iii.sdk.internal.http.ConnectionFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.util.List;

/** Writes the events and requests of streams as the engine does, so that {@link StreamReaders} read them back. */
final class StreamEventWriter {

    private StreamEventWriter() {}

    static Json authRequest(StreamAuthRequest request) {
        return ConnectionFields.write(request.headers(), request.query())
                .put("path", request.path())
                .put("addr", request.clientAddress())
                .toJson();
    }

    static Json write(StreamEvent<?> event, JsonCodec codec) {
        StreamPath path = event.path();
        return new JsonObject()
                .put("type", "stream")
                .put("timestamp", event.time().toEpochMilli())
                .put("streamName", path.stream())
                .put("groupId", path.group())
                .putIfPresent("id", path.item().orElse(null))
                .put("event", change(event, codec))
                .toJson();
    }

    private static Json change(StreamEvent<?> event, JsonCodec codec) {
        if (event instanceof StreamEvent.Created<?> e) {
            return change("create", Payloads.json(e.item(), codec));
        }
        if (event instanceof StreamEvent.Updated<?> e) {
            return change("update", Payloads.json(e.item(), codec));
        }
        if (event instanceof StreamEvent.Deleted<?> e) {
            return change("delete", Payloads.json(e.item(), codec));
        }
        if (event instanceof StreamEvent.Synced<?> e) {
            return change("sync", items(e, codec));
        }
        if (event instanceof StreamEvent.Custom<?> e) {
            Json custom =
                    new JsonObject().put("type", e.type()).put("data", e.data()).toJson();
            return new JsonObject().put("type", "event").put("event", custom).toJson();
        }
        return new JsonObject().put("type", "unauthorized").toJson();
    }

    private static Json items(StreamEvent.Synced<?> event, JsonCodec codec) {
        List<Json> items =
                event.items().stream().map(item -> Payloads.json(item, codec)).toList();
        if (event.path().item().isEmpty()) {
            return Json.array(items);
        }
        return items.isEmpty() ? Json.NULL : items.get(0);
    }

    private static Json change(String type, Json data) {
        return new JsonObject().put("type", type).put("data", data).toJson();
    }
}
