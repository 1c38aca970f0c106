package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from JSON in one pass. Payloads are checked for well-formedness and kept as slices of the input.
 *
 * <p>Fields may be in any order, and unknown fields are skipped. A {@link MalformedFrameException} is thrown if a field
 * of the frame's type is missing or has the wrong type, or if a known field is given twice.
 *
 * <p>Not thread-safe: use one decoder for each connection.
 */
public final class FrameDecoder {

    private final int maxDepth;
    private final int[] starts = new int[Field.COUNT];
    private final int[] ends = new int[Field.COUNT];
    private byte[] bytes = new byte[0];

    /**
     * Creates a decoder.
     *
     * @param maxDepth the maximum number of nested objects and arrays, including the frame itself
     */
    public FrameDecoder(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /**
     * Reads one frame. Its {@link RawJson} components share the array {@code input}, which must not change afterwards.
     *
     * @param input an array that contains the frame; its bytes must be valid UTF-8
     * @param offset the index of the first byte of the frame
     * @param length the number of bytes of the frame
     * @throws MalformedFrameException if the bytes are not a frame
     */
    public Frame decode(byte[] input, int offset, int length) throws MalformedFrameException {
        bytes = input;
        Arrays.fill(starts, -1);
        int end = offset + length;
        int p = JsonScanner.skipWhitespace(input, offset, end);
        if (p >= end) {
            throw new MalformedFrameException("empty message");
        }
        if (input[p] != '{') {
            throw new MalformedFrameException("not a JSON object");
        }
        p = readFields(JsonScanner.skipWhitespace(input, p + 1, end), end);
        if (JsonScanner.skipWhitespace(input, p, end) != end) {
            throw new MalformedFrameException("unexpected content after the frame");
        }
        try {
            return build();
        } finally {
            bytes = new byte[0];
        }
    }

    private int readFields(int pos, int end) throws MalformedFrameException {
        int p = pos;
        if (p < end && bytes[p] == '}') {
            return p + 1;
        }
        while (true) {
            if (p >= end || bytes[p] != '"') {
                throw p >= end ? JsonScanner.truncated() : new MalformedFrameException("expected a JSON field name");
            }
            int nameEnd = JsonScanner.skipString(bytes, p, end);
            int field = Field.find(bytes, p + 1, nameEnd - 1);
            p = JsonScanner.skipColon(bytes, nameEnd, end);
            int valueEnd = JsonScanner.skipValue(bytes, p, end, maxDepth - 1);
            if (field >= 0) {
                if (starts[field] >= 0) {
                    throw new MalformedFrameException(Field.name(field) + " is given twice");
                }
                starts[field] = p;
                ends[field] = valueEnd;
            }
            p = JsonScanner.skipWhitespace(bytes, valueEnd, end);
            if (p >= end) {
                throw JsonScanner.truncated();
            }
            if (bytes[p] == '}') {
                return p + 1;
            }
            p = JsonScanner.skipWhitespace(bytes, JsonScanner.comma(bytes, p), end);
        }
    }

    private Frame build() throws MalformedFrameException {
        String type = required(Field.TYPE);
        return switch (type) {
            case "invokefunction" ->
                new InvokeFunction(
                        uuid(),
                        required(Field.FUNCTION_ID),
                        requiredJson(Field.DATA),
                        action(),
                        json(Field.METADATA),
                        string(Field.NAMESPACE),
                        string(Field.TRACEPARENT),
                        string(Field.BAGGAGE));
            case "invocationresult" ->
                new InvocationResult(
                        requiredUuid(),
                        required(Field.FUNCTION_ID),
                        result(),
                        error(),
                        string(Field.TRACEPARENT),
                        string(Field.BAGGAGE));
            case "workerregistered" -> new WorkerRegistered(required(Field.WORKER_ID), string(Field.REATTACH_TOKEN));
            case "reattach" -> new Reattach(required(Field.PREVIOUS_WORKER_ID), string(Field.REATTACH_TOKEN));
            case "registrationrejected" ->
                new RegistrationRejected(
                        required(Field.CODE),
                        required(Field.NAMESPACE),
                        required(Field.OWNER_WORKER_ID),
                        string(Field.WORKER_NAME),
                        string(Field.FUNCTION_ID));
            case "error" -> new ConnectionRefused(requiredError());
            case "ping" -> new Ping();
            case "pong" -> new Pong();
            default -> registration(type);
        };
    }

    private Frame registration(String type) throws MalformedFrameException {
        return switch (type) {
            case "registerfunction" ->
                new RegisterFunction(
                        required(Field.ID),
                        string(Field.DESCRIPTION),
                        json(Field.REQUEST_FORMAT),
                        json(Field.RESPONSE_FORMAT),
                        json(Field.METADATA),
                        json(Field.INVOCATION));
            case "unregisterfunction" -> new UnregisterFunction(required(Field.ID));
            case "registertrigger" ->
                new RegisterTrigger(
                        required(Field.ID),
                        required(Field.TRIGGER_TYPE),
                        required(Field.FUNCTION_ID),
                        requiredJson(Field.CONFIG),
                        json(Field.METADATA),
                        string(Field.NAMESPACE),
                        string(Field.TRIGGER_NAMESPACE));
            case "unregistertrigger" -> new UnregisterTrigger(required(Field.ID), string(Field.TRIGGER_TYPE));
            case "triggerregistrationresult" ->
                new TriggerRegistrationResult(
                        required(Field.ID), required(Field.TRIGGER_TYPE), required(Field.FUNCTION_ID), error());
            case "registertriggertype" ->
                new RegisterTriggerType(
                        required(Field.ID),
                        required(Field.DESCRIPTION),
                        json(Field.TRIGGER_REQUEST_FORMAT),
                        json(Field.CALL_REQUEST_FORMAT),
                        string(Field.NAMESPACE));
            case "registerservice" ->
                new RegisterService(
                        required(Field.ID),
                        string(Field.NAME),
                        string(Field.DESCRIPTION),
                        string(Field.PARENT_SERVICE_ID));
            default -> throw new MalformedFrameException("unknown frame type");
        };
    }

    private boolean absent(int field) {
        return starts[field] < 0 || bytes[starts[field]] == 'n';
    }

    private @Nullable String string(int field) throws MalformedFrameException {
        if (absent(field)) {
            return null;
        }
        if (bytes[starts[field]] != '"') {
            throw new MalformedFrameException(Field.name(field) + " is not a string");
        }
        return JsonStrings.decode(bytes, starts[field] + 1, ends[field] - 1);
    }

    private String required(int field) throws MalformedFrameException {
        String value = string(field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    private @Nullable RawJson json(int field) {
        return absent(field) ? null : RawJson.wrap(bytes, starts[field], ends[field] - starts[field]);
    }

    /** Returns the result, or {@code null} if the field is absent. JSON null is a result: the engine distinguishes the two. */
    private @Nullable RawJson result() {
        int field = Field.RESULT;
        return starts[field] < 0 ? null : RawJson.wrap(bytes, starts[field], ends[field] - starts[field]);
    }

    private RawJson requiredJson(int field) throws MalformedFrameException {
        if (starts[field] < 0) {
            throw missing(field);
        }
        return RawJson.wrap(bytes, starts[field], ends[field] - starts[field]);
    }

    private @Nullable UUID uuid() throws MalformedFrameException {
        int field = Field.INVOCATION_ID;
        if (absent(field)) {
            return null;
        }
        if (bytes[starts[field]] != '"') {
            throw new MalformedFrameException("invocation_id is not a string");
        }
        return Uuids.parse(bytes, starts[field] + 1, ends[field] - starts[field] - 2);
    }

    private UUID requiredUuid() throws MalformedFrameException {
        UUID id = uuid();
        if (id == null) {
            throw missing(Field.INVOCATION_ID);
        }
        return id;
    }

    private @Nullable Action action() throws MalformedFrameException {
        if (absent(Field.ACTION)) {
            return null;
        }
        Members members = new Members(Field.ACTION);
        String type = members.required("type");
        return switch (type) {
            case "void" -> Action.VOID;
            case "enqueue" -> new Action.EnqueueAction(members.required("queue"));
            default -> throw new MalformedFrameException("action has an unknown type");
        };
    }

    private @Nullable ErrorBody error() throws MalformedFrameException {
        if (absent(Field.ERROR)) {
            return null;
        }
        Members members = new Members(Field.ERROR);
        return new ErrorBody(members.required("code"), members.required("message"), members.string("stacktrace"));
    }

    private ErrorBody requiredError() throws MalformedFrameException {
        ErrorBody error = error();
        if (error == null) {
            throw missing(Field.ERROR);
        }
        return error;
    }

    private static MalformedFrameException missing(int field) {
        return new MalformedFrameException(Field.name(field) + " is missing");
    }

    /** Reads the string members of {@code action} or {@code error}, the two small objects of the protocol. */
    private final class Members {

        private final int field;

        Members(int field) throws MalformedFrameException {
            this.field = field;
            if (bytes[starts[field]] != '{') {
                throw new MalformedFrameException(Field.name(field) + " is not an object");
            }
        }

        String required(String name) throws MalformedFrameException {
            String value = string(name);
            if (value == null) {
                throw new MalformedFrameException(Field.name(field) + "." + name + " is missing");
            }
            return value;
        }

        /** Returns the member, or {@code null} if it is absent or JSON null. The object was found well-formed before. */
        @Nullable
        String string(String name) throws MalformedFrameException {
            byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
            int end = ends[field];
            int p = JsonScanner.skipWhitespace(bytes, starts[field] + 1, end);
            while (bytes[p] == '"') {
                int nameEnd = JsonScanner.skipString(bytes, p, end);
                boolean match = Arrays.equals(bytes, p + 1, nameEnd - 1, wanted, 0, wanted.length);
                int value = JsonScanner.skipColon(bytes, nameEnd, end);
                int valueEnd = JsonScanner.skipValue(bytes, value, end, maxDepth);
                if (match && bytes[value] != 'n') {
                    if (bytes[value] != '"') {
                        throw new MalformedFrameException(Field.name(field) + "." + name + " is not a string");
                    }
                    return JsonStrings.decode(bytes, value + 1, valueEnd - 1);
                }
                p = JsonScanner.skipWhitespace(bytes, valueEnd, end);
                if (bytes[p] == ',') {
                    p = JsonScanner.skipWhitespace(bytes, p + 1, end);
                }
            }
            return null;
        }
    }
}
