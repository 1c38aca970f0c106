package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Done;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs a command function. Thread-safe.
 *
 * @param <C> the type of the command
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class CommandBinding<C, E, S> {

    private static final Logger log = LoggerFactory.getLogger(CommandBinding.class);

    private final CommandFunction<C, E, S> function;
    private final CommandRunner<? super C, E, S> runner;
    private final CommandPayload<C> payload;

    /** Creates a binding. */
    public CommandBinding(CommandFunction<C, E, S> function, CommandRunner<? super C, E, S> runner) {
        this.function = function;
        this.runner = runner;
        this.payload = new CommandPayload<>(function.id(), function.input(), function.schema());
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
        try {
            Done<C, E, S> done = runner.execute(stream, request.command(), request.options(), request.fingerprint());
            log.atDebug()
                    .addKeyValue("function", function.id())
                    .addKeyValue("stream", stream)
                    .addKeyValue("events", done.events().size())
                    .log("Command accepted");
            return function.answer(done);
        } catch (FunctionException e) {
            report(e, stream);
            throw e;
        }
    }

    private void report(FunctionException e, String stream) {
        boolean refused = e.httpStatus() < 500;
        log.atLevel(refused ? Level.INFO : Level.WARN)
                .addKeyValue("function", function.id())
                .addKeyValue("stream", stream)
                .addKeyValue("code", e.code())
                .log(refused ? "Command refused: {}" : "Command not executed: {}", e.getMessage());
    }

    /** Checks names of streams. */
    public static final class Streams {

        private static final int MAX_LENGTH = 200;

        private Streams() {}

        /**
         * Checks the name of a stream.
         *
         * @throws InvalidRequestException if it is empty or too long
         */
        public static void check(String stream) {
            if (stream.isEmpty() || stream.length() > MAX_LENGTH) {
                throw InvalidRequestException.whole("the name of the stream has " + stream.length()
                        + " characters; it must have 1 to " + MAX_LENGTH);
            }
        }
    }
}
