package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the payloads of a command function: the command, its idempotency key and its expected version. Immutable and
 * thread-safe.
 *
 * @param <C> the type of the command
 */
final class CommandPayload<C> {

    private static final Logger log = LoggerFactory.getLogger(CommandPayload.class);

    static final String COMMAND_ID = "commandId";
    static final String EXPECTED_VERSION = "expectedVersion";

    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String CALLER = "_caller_worker_id";
    private static final int MAX_LENGTH = 200;
    private static final int MAX_DIGITS = 15;

    private final String functionId;
    private final InputType<C> input;
    private final @Nullable PayloadShape shape;
    private final Optional<Json> declared;

    /**
     * @param declared the schema of the fields that an own reader has declared; empty if there is none
     * @param codec the codec of the worker, which knows the fields of a type
     */
    CommandPayload(String functionId, InputType<C> input, Optional<Json> declared, JsonCodec codec) {
        this.functionId = functionId;
        this.input = input;
        this.declared = declared;
        Type type = input.type().orElse(null);
        this.shape = type == null ? null : PayloadShape.of(type, codec).orElse(null);
        if (type != null && shape == null) {
            log.warn(
                    "The codec does not know the fields of {}, the command of {}. Unknown fields of its payload are ignored,"
                            + " and it has no schema. Declare the fields with a Payload.",
                    type.getTypeName(),
                    functionId);
        }
    }

    /**
     * A payload that was read.
     *
     * @param fingerprint a digest of the request, without its idempotency key
     */
    record Request<C>(C command, CommandOptions options, String fingerprint) {}

    /** Returns the JSON Schema of the payload; empty if an own reader reads it that has not declared its fields. */
    Optional<Json> schema() {
        return declared.map(PayloadShape::new)
                .or(() -> Optional.ofNullable(shape))
                .map(known -> known.schemaWith(Map.of(
                        COMMAND_ID,
                        Json.of(
                                Map.of(
                                        "type",
                                        "string",
                                        "description",
                                        "Idempotency key: a command that was accepted with the same key is not executed again")),
                        EXPECTED_VERSION,
                        Json.of(Map.of(
                                "type",
                                "integer",
                                "minimum",
                                0,
                                "description",
                                "Refuses the command if the stream has another version")))));
    }

    /**
     * Reads a payload.
     *
     * @throws InvalidRequestException if it does not fit; the exception names the fields
     */
    Request<C> read(Json payload, Invocation call) {
        if (!payload.text().startsWith("{")) {
            throw InvalidRequestException.whole("the payload must be an object with the fields of the command");
        }
        Map<String, Json> fields = fields(payload, call.http());
        List<FieldError> errors = new ArrayList<>();
        CommandOptions options = options(fields, call, errors);
        Json command = Json.object(fields);
        if (shape != null) {
            errors.addAll(shape.unknownFields(command));
        }
        C read = null;
        try {
            read = input.read(command);
            if (read == null) {
                errors.add(new FieldError("", "the payload is null"));
            }
        } catch (InvalidPayloadException e) {
            errors.addAll(InvalidRequestException.of(e).errors());
        } catch (InvalidRequestException e) {
            errors.addAll(e.errors());
        }
        if (read == null || !errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        String fingerprint = Fingerprint.of(functionId, command);
        return new Request<>(read, options, fingerprint);
    }

    /** Returns the fields, with the parameters of the URL as what they are in the command. */
    private Map<String, Json> fields(Json payload, Optional<HttpRequest> http) {
        Map<String, Json> fields = new LinkedHashMap<>(payload.fields());
        if (http.isEmpty()) {
            fields.remove(CALLER);
        } else if (shape != null) {
            HttpRequest request = http.get();
            fields.replaceAll((name, value) -> isParameter(request, name) ? shape.parameter(name, value) : value);
        }
        return fields;
    }

    private static boolean isParameter(HttpRequest request, String name) {
        return request.pathParams().containsKey(name)
                || (request.queryParams().containsKey(name)
                        && !request.body().fields().containsKey(name));
    }

    // ---------------------------------------------------------------- options

    /** Reads the options and removes their fields, unless the command has fields with these names. */
    private CommandOptions options(Map<String, Json> fields, Invocation call, List<FieldError> errors) {
        CommandOptions options = CommandOptions.NONE;
        String id = commandId(take(fields, COMMAND_ID), call.http(), errors);
        if (id != null) {
            options = options.commandId(id);
        }
        boolean isParameter = call.http()
                .filter(request -> isParameter(request, EXPECTED_VERSION))
                .isPresent();
        Long version = expectedVersion(take(fields, EXPECTED_VERSION), isParameter, errors);
        if (version != null) {
            options = options.expectedVersion(version);
        }
        String trace = call.traceparent().map(CommandPayload::traceId).orElse(null);
        return trace == null ? options : options.correlationId(trace);
    }

    private Json take(Map<String, Json> fields, String name) {
        boolean ofCommand = shape != null
                ? shape.has(name)
                : declared.filter(schema ->
                                !schema.field("properties").field(name).isAbsent())
                        .isPresent();
        Json value = ofCommand ? fields.get(name) : fields.remove(name);
        return value == null ? Json.NULL : value;
    }

    private static @Nullable String commandId(Json field, Optional<HttpRequest> http, List<FieldError> errors) {
        String header = http.flatMap(request -> request.header(KEY_HEADER))
                .map(CommandPayload::unquoted)
                .orElse(null);
        if (!field.isNull() && !field.text().startsWith("\"")) {
            errors.add(new FieldError(COMMAND_ID, "must be a string"));
            return null;
        }
        String id = field.isNull() ? header : field.as(String.class);
        if (id != null && (id.isEmpty() || id.length() > MAX_LENGTH)) {
            errors.add(new FieldError(field.isNull() ? KEY_HEADER : COMMAND_ID, "must have 1 to 200 characters"));
            return null;
        }
        if (header != null && !header.equals(id)) {
            errors.add(new FieldError(COMMAND_ID, "differs from the header " + KEY_HEADER));
        }
        return id;
    }

    private static String unquoted(String header) {
        boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        return quoted ? header.substring(1, header.length() - 1) : header;
    }

    /** @param isParameter {@code true} for a parameter of an HTTP request, which is always a string */
    private static @Nullable Long expectedVersion(Json field, boolean isParameter, List<FieldError> errors) {
        if (field.isNull()) {
            return null;
        }
        String text =
                isParameter && field.text().startsWith("\"") ? String.valueOf(field.as(String.class)) : field.text();
        if (!text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.valueOf(text);
        }
        errors.add(new FieldError(EXPECTED_VERSION, "must be a whole number, at least 0"));
        return null;
    }

    private static @Nullable String traceId(String traceparent) {
        String[] parts = traceparent.split("-", -1);
        return parts.length == 4 && parts[1].length() == 32 ? parts[1] : null;
    }
}
