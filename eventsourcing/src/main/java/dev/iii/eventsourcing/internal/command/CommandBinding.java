package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.internal.store.OneLine;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command function. Thread-safe.
 *
 * @param <C> the type of the command
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class CommandBinding<C, E, S> {

    private static final int SERVER_ERROR = 500;

    private final CommandFunction<C, E, S> function;
    private final CommandRunner<? super C, E, S> runner;
    private final CommandPayload<C> payload;
    private final WorkerLogger log;

    /**
     * Creates a binding.
     *
     * @param codec the codec of the worker
     * @param log the logger of the worker for this function
     */
    public CommandBinding(
            CommandFunction<C, E, S> function,
            CommandRunner<? super C, E, S> runner,
            JsonCodec codec,
            WorkerLogger log) {
        this.log = log;
        this.function = function;
        this.runner = runner;
        this.payload = new CommandPayload<>(function.id(), function.input(), function.schema(), codec);
    }

    /** Returns the definition of the function. */
    public FunctionDefinition<Json> definition() {
        FunctionDefinition<Json> definition = FunctionDefinition.of(function.id(), this::handle);
        return function.define(payload.schema().map(definition::requestSchema).orElse(definition));
    }

    private @Nullable Object handle(Json json, Invocation call) {
        CommandPayload.Request<C> request = payload.read(json, call);
        String stream = function.streamOf(request.command());
        Streams.check(stream);
        Done<C, E, S> done;
        try {
            done = runner.execute(stream, request.command(), request.options(), request.fingerprint());
        } catch (FunctionException e) {
            report(e, stream);
            throw e;
        }
        return answer(done);
    }

    /** Says in each failure that the command was executed: without a key, a repetition would execute it again. */
    private @Nullable Object answer(Done<C, E, S> done) {
        try {
            return function.answer(done);
        } catch (RuntimeException e) {
            FunctionException failure = new FunctionException(
                    "answer_failed",
                    "the command was executed, and stream " + done.stream() + " has version " + done.version()
                            + ", but the function of answers(…) has failed. Do not send the command again");
            failure.addSuppressed(e);
            log.error(
                    OneLine.of("Command executed, but its answer failed: " + OneLine.failure(e) + " (stream "
                            + done.stream() + ", version " + done.version() + ")"),
                    Map.of("function", function.id(), "stream", done.stream(), "version", done.version()));
            throw failure.withHttpStatus(SERVER_ERROR);
        }
    }

    private void report(FunctionException e, String stream) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("function", function.id());
        data.put("stream", stream);
        data.put("code", e.code());
        data.put("message", e.getMessage());
        // The text says everything, because many log formats do not show the data.
        String what = OneLine.of(e.code() + ": " + e.getMessage() + " (stream " + stream + ")");
        if (e.httpStatus() < SERVER_ERROR) {
            log.info("Command refused: " + what, data);
        } else {
            log.warn("Command not executed: " + what, data);
        }
    }

    /** Checks names of streams. */
    public static final class Streams {

        private static final int MAX_LENGTH = 200;

        private Streams() {}

        /**
         * Checks the name of a stream.
         *
         * @throws InvalidRequestException if it is empty or too long
         * @throws NullPointerException if it is {@code null}
         */
        public static void check(String stream) {
            Objects.requireNonNull(
                    stream, "the name of the stream is null; it must have 1 to " + MAX_LENGTH + " characters");
            if (stream.isEmpty() || stream.length() > MAX_LENGTH) {
                throw InvalidRequestException.whole("the name of the stream has " + stream.length()
                        + " characters; it must have 1 to " + MAX_LENGTH);
            }
        }
    }
}
