package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.http.ConnectionFields;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.PayloadReader;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the requests of a port with access control. The names of their JSON fields do not depend on the codec. */
final class RequestReaders {

    private RequestReaders() {}

    /** Reads {@link AuthRequest}. */
    static final class AuthReader implements PayloadReader<AuthRequest> {

        @Override
        public AuthRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the request of a port to its auth function");
            return new AuthRequest(
                    ConnectionFields.headers(fields), ConnectionFields.query(fields), fields.text("ip_address", ""));
        }
    }

    /** Reads {@link FunctionRegistrationRequest}. */
    static final class FunctionReader implements PayloadReader<FunctionRegistrationRequest> {

        @Override
        public FunctionRegistrationRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the registration of a function");
            return new FunctionRegistrationRequest(
                    fields.text("function_id"),
                    Optional.ofNullable(fields.textOrNull("description")),
                    Optional.ofNullable(fields.jsonOrNull("metadata")),
                    fields.text("namespace", "default"),
                    context(fields));
        }
    }

    /** Reads {@link TriggerRegistrationRequest}. */
    static final class TriggerReader implements PayloadReader<TriggerRegistrationRequest> {

        @Override
        public TriggerRegistrationRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the registration of a trigger");
            return new TriggerRegistrationRequest(
                    fields.text("trigger_id"),
                    fields.text("trigger_type"),
                    fields.text("function_id"),
                    fields.json("config"),
                    Optional.ofNullable(fields.jsonOrNull("metadata")),
                    fields.text("namespace", "default"),
                    context(fields));
        }
    }

    /** Reads {@link TriggerTypeRegistrationRequest}. */
    static final class TriggerTypeReader implements PayloadReader<TriggerTypeRegistrationRequest> {

        @Override
        public TriggerTypeRegistrationRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the registration of a trigger type");
            return new TriggerTypeRegistrationRequest(
                    fields.text("trigger_type_id"),
                    Optional.ofNullable(fields.textOrNull("description")),
                    context(fields));
        }
    }

    /** Reads {@link MiddlewareRequest}. */
    static final class MiddlewareReader implements PayloadReader<MiddlewareRequest> {

        @Override
        public MiddlewareRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "a call for the middleware");
            return new MiddlewareRequest(
                    fields.text("function_id"),
                    fields.json("payload"),
                    Optional.ofNullable(fields.jsonOrNull("action")),
                    context(fields),
                    fields.text("namespace", "default"));
        }
    }

    private static Optional<Json> context(JsonFields fields) {
        return Optional.ofNullable(fields.jsonOrNull("context"));
    }
}
