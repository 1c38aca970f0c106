package dev.iii.sdk.internal.client;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.stream.SocketStreamConsumer;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamClient;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accesses the streams by calls of the engine. Thread-safe. */
final class EngineStreamClient implements StreamClient {

    private final EngineClient engine;

    EngineStreamClient(EngineClient engine) {
        this.engine = engine;
    }

    @Override
    public StreamClient with(UnaryOperator<Call> options) {
        return new EngineStreamClient(engine.with(options));
    }

    @Override
    public Async async() {
        return new AsyncStreams();
    }

    @Override
    public <T> Optional<T> get(String stream, String group, String item, TypeRef<T> type) {
        return engine.call(getRequest(stream, group, item, type));
    }

    @Override
    public StateChange set(String stream, String group, String item, Object data) {
        return engine.call(setRequest(stream, group, item, data));
    }

    @Override
    public Optional<Json> delete(String stream, String group, String item) {
        return engine.call(deleteRequest(stream, group, item));
    }

    @Override
    public StateChange update(String stream, String group, String item, StateUpdate update) {
        return engine.call(updateRequest(stream, group, item, update));
    }

    @Override
    public <T> List<T> list(String stream, String group, TypeRef<T> type) {
        return engine.call(listRequest(stream, group, type));
    }

    @Override
    public List<String> listGroups(String stream) {
        return engine.call(listGroupsRequest(stream));
    }

    @Override
    public List<StreamSummary> listAll() {
        return engine.call(listAllRequest());
    }

    @Override
    public void send(String stream, String group, String type, @Nullable Object data) {
        engine.call(sendRequest(group(stream, group), type, data));
    }

    @Override
    public void sendTo(String stream, String group, String item, String type, @Nullable Object data) {
        engine.call(sendRequest(eventItem(stream, group, item), type, data));
    }

    @Override
    public StreamConsumer consumer(String url, StreamConsumerOptions options) {
        JsonCodec codec = Arguments.notNull(options, "options").codec().orElseGet(engine::codec);
        return SocketStreamConsumer.connect(
                url, options.toBuilder().codec(codec).build());
    }

    private final class AsyncStreams implements Async {

        @Override
        public <T> CompletableFuture<Optional<T>> get(String stream, String group, String item, TypeRef<T> type) {
            return engine.callAsync(getRequest(stream, group, item, type));
        }

        @Override
        public CompletableFuture<StateChange> set(String stream, String group, String item, Object data) {
            return engine.callAsync(setRequest(stream, group, item, data));
        }

        @Override
        public CompletableFuture<Optional<Json>> delete(String stream, String group, String item) {
            return engine.callAsync(deleteRequest(stream, group, item));
        }

        @Override
        public CompletableFuture<StateChange> update(String stream, String group, String item, StateUpdate update) {
            return engine.callAsync(updateRequest(stream, group, item, update));
        }

        @Override
        public <T> CompletableFuture<List<T>> list(String stream, String group, TypeRef<T> type) {
            return engine.callAsync(listRequest(stream, group, type));
        }

        @Override
        public CompletableFuture<List<String>> listGroups(String stream) {
            return engine.callAsync(listGroupsRequest(stream));
        }

        @Override
        public CompletableFuture<List<StreamSummary>> listAll() {
            return engine.callAsync(listAllRequest());
        }

        @Override
        public CompletableFuture<Void> send(String stream, String group, String type, @Nullable Object data) {
            return engine.callAsync(sendRequest(group(stream, group), type, data));
        }

        @Override
        public CompletableFuture<Void> sendTo(
                String stream, String group, String item, String type, @Nullable Object data) {
            return engine.callAsync(sendRequest(eventItem(stream, group, item), type, data));
        }
    }

    private static <T> EngineRequest<Optional<T>> getRequest(
            String stream, String group, String item, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return new EngineRequest<>(
                "stream::get",
                place(stream, group, item).toJson(),
                result -> Optional.ofNullable(reader.apply(result)));
    }

    private EngineRequest<StateChange> setRequest(String stream, String group, String item, Object data) {
        Json json = engine.json(Arguments.notNull(data, "data"));
        return new EngineRequest<>(
                "stream::set", place(stream, group, item).put("data", json).toJson(), StateChange::of);
    }

    private static EngineRequest<Optional<Json>> deleteRequest(String stream, String group, String item) {
        return new EngineRequest<>(
                "stream::delete",
                place(stream, group, item).toJson(),
                result -> Optional.ofNullable(JsonFields.of(result, "old_value").jsonOrNull("old_value")));
    }

    private EngineRequest<StateChange> updateRequest(String stream, String group, String item, StateUpdate update) {
        Json operations = Arguments.notNull(update, "update").toJson(engine::json);
        return new EngineRequest<>(
                "stream::update",
                place(stream, group, item).put("ops", operations).toJson(),
                StateChange::of);
    }

    private static <T> EngineRequest<List<T>> listRequest(String stream, String group, TypeRef<T> type) {
        Function<Json, @Nullable T> reader = EngineClient.reader(type);
        return new EngineRequest<>(
                "stream::list", group(stream, group).toJson(), result -> JsonFields.list(result, reader));
    }

    private static EngineRequest<List<String>> listGroupsRequest(String stream) {
        return new EngineRequest<>(
                "stream::list_groups",
                stream(stream).toJson(),
                result -> JsonFields.list(result, name -> name.as(String.class)));
    }

    private static EngineRequest<List<StreamSummary>> listAllRequest() {
        return new EngineRequest<>(
                "stream::list_all",
                new JsonObject().toJson(),
                result -> JsonFields.of(result, "a list").list("stream", EngineStreamClient::summary));
    }

    private EngineRequest<Void> sendRequest(JsonObject receivers, String type, @Nullable Object data) {
        Json event = receivers
                .put("type", Arguments.notBlank(type, "event type"))
                .put("data", engine.json(data))
                .toJson();
        return EngineRequest.withoutResult("stream::send", event);
    }

    private static StreamSummary summary(Json json) {
        JsonFields fields = JsonFields.of(json, "a stream");
        return new StreamSummary(fields.text("id"), fields.list("groups", name -> name.as(String.class)));
    }

    /** An event names its item {@code id}, all other payloads {@code item_id}. */
    private static JsonObject eventItem(String stream, String group, String item) {
        return group(stream, group).put("id", Arguments.notNull(item, "item"));
    }

    private static JsonObject stream(String stream) {
        return new JsonObject().put("stream_name", Arguments.notBlank(stream, "stream name"));
    }

    private static JsonObject group(String stream, String group) {
        return stream(stream).put("group_id", Arguments.notNull(group, "group"));
    }

    private static JsonObject place(String stream, String group, String item) {
        return group(stream, group).put("item_id", Arguments.notNull(item, "item"));
    }
}
