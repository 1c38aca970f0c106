package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.stream.StreamAuthRequest;
import dev.iii.sdk.validation.InputValidator;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The payload of an invocation as its handler reads it. */
final class InvocationInput {

    /** The approximate number of bytes of an invocation without its payload and its metadata. */
    private static final int BASE_BYTES = 512;

    private final Invoker invoker;
    private final InvokeFunction frame;
    private final InvocationMemory.Account memory;
    private final AtomicBoolean holdsMemory = new AtomicBoolean();
    private volatile @Nullable HttpEnvelope envelope;
    private volatile @Nullable HttpRequest request;
    /** The reason why the input cannot be read or is invalid, so that the handler does not run. */
    private volatile @Nullable InvalidRequestException unread;

    /** @param memory the memory of the calls of the function */
    InvocationInput(Invoker invoker, InvokeFunction frame, InvocationMemory.Account memory) {
        this.invoker = invoker;
        this.frame = frame;
        this.memory = memory;
    }

    /** Counts the payload as used memory. Returns {@code false} if it does not fit. */
    boolean takeMemory() {
        boolean fits = memory.tryAdd(bytes());
        holdsMemory.set(fits);
        return fits;
    }

    /** The payload is no longer needed, or was not accepted. Has an effect only once. */
    void freeMemory() {
        if (holdsMemory.compareAndSet(true, false)) {
            memory.remove(bytes());
        }
    }

    private long bytes() {
        RawJson metadata = frame.metadata();
        return BASE_BYTES + (long) frame.data().length() + (metadata == null ? 0 : metadata.length());
    }

    /** Finds out whether the payload is an HTTP request. */
    void open() {
        HttpEnvelope http = invoker.envelope(frame);
        envelope = http;
        request = http == null ? null : http.request(invoker.codec(), invoker.worker()::openReader);
    }

    /** Returns the HTTP request that the payload is, {@code null} if it is none. */
    @Nullable
    HttpEnvelope envelope() {
        return envelope;
    }

    Optional<HttpRequest> request() {
        return Optional.ofNullable(request);
    }

    /** Returns {@code true} if the input was rejected with this failure. */
    boolean isReasonOf(Throwable failure) {
        return failure == unread;
    }

    /**
     * Returns {@code true} if perhaps no caller receives the error: a trigger or a queue has made the call, and the engine does
     * not report errors of such calls. The engine adds the id of the caller to the payload of any other call if it is an object.
     */
    boolean isUnheard(FunctionException failure, FunctionDefinition<?> definition) {
        return envelope == null
                && CallerId.of(frame.data()) == null
                && !isHook(definition.inputType().type().orElse(null))
                && (isReasonOf(failure) || frame.data().isObject() || invoker.hasTriggers(frame.functionId()));
    }

    /** Returns {@code true} if the engine asks a function with this input for a decision, and evaluates its errors. */
    private static boolean isHook(@Nullable Type type) {
        return type instanceof Class<?> c
                && (c == StreamAuthRequest.class || c.getPackageName().equals(AuthRequest.class.getPackageName()));
    }

    /**
     * Returns the input of the handler. It is {@code null} for the type {@code Void}, which the return type does not express.
     *
     * @param check the check of the input; {@code null} if it needs none
     * @throws InvalidRequestException if the payload is not a valid input of the function
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    <I> I read(FunctionDefinition<I> definition, InputValidator.@Nullable Check check) {
        Type type = definition.inputType().type().orElse(null);
        if (type == HttpRequest.class) {
            return (I) request()
                    .orElseThrow(() -> unread(
                            InvalidRequestException.whole("this function accepts only requests of http triggers")));
        }
        HttpEnvelope http = envelope;
        try {
            RawJson payload = http == null ? frame.data() : http.input(type, invoker.codec());
            RawJson visible = CallerId.hiddenFrom(type, payload, invoker.codec());
            I value = definition.inputType().read(JsonValue.of(visible, invoker.codec()));
            if (value == null && type != Void.class) {
                throw InvalidRequestException.whole("the payload for " + frame.functionId() + " is null"
                        + (type == null ? "" : "; expected " + StandardCodec.expected(type, invoker.codec())));
            }
            if (check != null && value != null) {
                check.check(value);
            }
            return value;
        } catch (InvalidPayloadException e) {
            InvalidRequestException invalid = InvalidRequestException.of(e);
            throw unread(http == null ? invalid : http.explain(invalid));
        } catch (InvalidRequestException e) {
            throw unread(e);
        }
    }

    private InvalidRequestException unread(InvalidRequestException e) {
        unread = e;
        return e;
    }
}
