package dev.iii.sdk.internal.event;

import dev.iii.sdk.Json;
import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.sdk.rbac.TriggerRegistrationRequest;
import dev.iii.sdk.rbac.TriggerTypeRegistrationRequest;
import dev.iii.sdk.stream.StreamAuthRequest;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.CronTick;
import dev.iii.sdk.trigger.FunctionsAvailableEvent;
import dev.iii.sdk.trigger.LogRecord;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamLeaveEvent;
import dev.iii.sdk.trigger.TraceEvent;
import dev.iii.sdk.trigger.WorkersAvailableEvent;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which types are events, and how each is read: their names on the wire do not depend on a codec. */
public final class EventTypes {

    private interface Reader {
        Object read(Json payload, Function<Json, @Nullable Object> values);
    }

    private static final Map<Class<?>, Reader> READERS = Map.ofEntries(
            Map.entry(StateEvent.class, Events::state),
            Map.entry(StreamEvent.class, Events::stream),
            Map.entry(ConfigurationEvent.class, Events::configuration),
            Map.entry(CronTick.class, (json, values) -> Events.cron(json)),
            Map.entry(StreamJoinEvent.class, (json, values) -> Events.join(json)),
            Map.entry(StreamLeaveEvent.class, (json, values) -> Events.leave(json)),
            Map.entry(LogRecord.class, (json, values) -> Events.log(json)),
            Map.entry(TraceEvent.class, (json, values) -> Events.trace(json)),
            Map.entry(
                    FunctionsAvailableEvent.class,
                    (json, values) -> new FunctionsAvailableEvent(
                            JsonFields.of(json, "an event of functions").list("functions", FunctionInfo::of))),
            Map.entry(WorkersAvailableEvent.class, (json, values) -> Events.workers(json)),
            Map.entry(StreamAuthRequest.class, (json, values) -> AccessRequests.streamAuth(json)),
            Map.entry(AuthRequest.class, (json, values) -> AccessRequests.auth(json)),
            Map.entry(FunctionRegistrationRequest.class, (json, values) -> AccessRequests.function(json)),
            Map.entry(TriggerRegistrationRequest.class, (json, values) -> AccessRequests.trigger(json)),
            Map.entry(TriggerTypeRegistrationRequest.class, (json, values) -> AccessRequests.triggerType(json)),
            Map.entry(MiddlewareRequest.class, (json, values) -> AccessRequests.middleware(json)));

    private EventTypes() {}

    /**
     * The reader of an event; {@code null} when the type is none.
     *
     * @param nested reads a value inside of the event as the type argument of the event
     */
    public static @Nullable Function<Json, Object> readerOf(
            Type type, BiFunction<Json, Type, @Nullable Object> nested) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        Reader reader = raw instanceof Class<?> known ? READERS.get(known) : null;
        if (reader == null) {
            return null;
        }
        Type value = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Json.class;
        return payload -> reader.read(payload, json -> nested.apply(json, value));
    }
}
