package dev.iii.stub.http;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.http.RequestPayloads.Bodies;
import dev.iii.stub.json.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request of a registered route, from its arrival to the end of the response. The steps are: global middleware,
 * body, condition, middleware of the route, function (engine behaviour, section 14).
 *
 * <p>Each step begins when the result of the previous step arrives, on the thread that delivers this result. The steps
 * and the deadline compete to send the only response. All later attempts have no effect.
 */
final class Exchange {

    private static final String BODY = "the rest of the request body";

    private final HttpWorker.RequestContext context;
    private final EngineContext engine;
    private final Request request;
    private final Responder responder;
    private final Route route;
    private final RequestInput input;
    private final Tracing.Span span;
    private final AtomicBoolean answered = new AtomicBoolean();

    // Set by one step and used by later steps. The fields are volatile because the deadline and a disconnect of the
    // client end the exchange on other threads.
    private volatile RequestTimeouts.@Nullable Deadline deadline;
    private volatile @Nullable Bodies bodies;
    private volatile @Nullable BodyPump pump;
    private volatile @Nullable ResponseStream stream;
    private RawJson body = RawJson.NULL;
    /** Describes what the request currently waits for, for the log. */
    private volatile String pending = BODY;

    Exchange(HttpWorker.RequestContext context, Request request, SentRequest sent, Responder responder, Route route) {
        this.context = context;
        this.engine = context.engine();
        this.request = request;
        this.responder = responder;
        this.route = route;
        this.input = RequestInput.of(request, sent, route);
        this.span = HttpSpans.begin(engine.tracing(), input, route);
    }

    void start() {
        deadline = context.timeouts().begin(this::tooLate);
        // A client that waits for the function is not idle. The deadline limits how long the function may take.
        request.addIdleTimeoutListener(timeout -> false);
        request.addFailureListener(this::clientGone);
        globalMiddleware(0);
    }

    // ---------------------------------------------------------------- the steps

    private void globalMiddleware(int next) {
        List<String> functions = context.options().middleware();
        if (next == functions.size()) {
            openBodies();
        } else {
            middleware(functions.get(next), () -> globalMiddleware(next + 1));
        }
    }

    private void openBodies() {
        Channels channels = engine.channels();
        Bodies opened = new Bodies(channels.open(Channels.DEFAULT_MESSAGES), channels.open(Channels.DEFAULT_MESSAGES));
        bodies = opened;
        pending = BODY;
        if (!input.hasJsonBody()) {
            BodyPump moving = new BodyPump(request, opened.requestBody());
            pump = moving;
            moving.start();
            condition();
        } else if (isRefusedUnread()) {
            answer(HttpResponse.tooLarge(context.options().maxJsonBody()));
        } else {
            JsonBody.read(request, context.options().maxJsonBody(), context.memory(), this::bodyCame);
        }
        if (answered.get()) {
            release();
        }
    }

    /**
     * Returns {@code true} if the request can be refused without reading its body. A client that sends {@code Expect:
     * 100-continue} reads the response before it sends the body. Other clients may send the whole body first, so up to
     * {@link JsonBody#DROPPED_BYTES} more are read and dropped.
     */
    private boolean isRefusedUnread() {
        boolean asks = request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        return request.getLength() > context.options().maxJsonBody() + (asks ? 0 : JsonBody.DROPPED_BYTES);
    }

    private void bodyCame(JsonBody.BodyResult result) {
        if (answered.get()) {
            return;
        }
        if (result instanceof JsonBody.BodyResult.Complete complete) {
            copyToChannel(complete.bytes());
            body = JsonBody.parse(complete.bytes());
            condition();
        } else if (result instanceof JsonBody.BodyResult.TooLarge) {
            answer(HttpResponse.tooLarge(context.options().maxJsonBody()));
        } else if (result instanceof JsonBody.BodyResult.Broken broken) {
            clientGone(broken.cause());
        }
    }

    private void copyToChannel(byte[] bytes) {
        Bodies opened = bodies;
        if (opened == null) {
            return;
        }
        opened.requestBody().takeWriter(() -> {}).ifPresent(writer -> {
            if (bytes.length > 0) {
                writer.offer(ChannelMessage.binary(bytes));
            }
            writer.close();
        });
    }

    private void condition() {
        String condition = route.condition();
        if (condition == null) {
            routeMiddleware(0);
            return;
        }
        RawJson question = RequestPayloads.of(input, route, body, null);
        pending = "condition " + condition;
        engine.ask(route.trigger(), condition, question, span.context(), said -> {
            if (said instanceof Condition.Failed failed) {
                failed(condition, failed.error());
            } else if (said instanceof Condition.Stopped) {
                answer(HttpResponse.conditionNotMet());
            } else if (!answered.get()) {
                routeMiddleware(0);
            }
        });
    }

    private void routeMiddleware(int next) {
        List<String> functions = route.middleware();
        if (next == functions.size()) {
            call();
        } else {
            middleware(functions.get(next), () -> routeMiddleware(next + 1));
        }
    }

    private void call() {
        Bodies opened = bodies;
        if (opened == null || answered.get()) {
            return;
        }
        Call call = Call.of(route.trigger(), RequestPayloads.of(input, route, body, opened))
                .withMetadata(route.trigger().metadata())
                .withTrace(span.context());
        body = RawJson.NULL; // The payload contains the body now, so a large body need not stay in memory.
        pending = "function " + route.trigger().functionId();
        ResponseStream written = new ResponseStream(responder, new Stream());
        stream = written;
        written.start(opened.response());
        engine.invoke(call, this::functionAnswered);
    }

    private void functionAnswered(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            failed(route.trigger().functionId(), failure.error());
        } else if (outcome instanceof Outcome.Value value) {
            answer(FunctionResponses.of(value.json()));
        }
        if (outcome instanceof Outcome.NoValue) {
            // The response comes through the channel, or the deadline ends the request.
            pending = "function " + route.trigger().functionId()
                    + ", which returned no value and has not written to the response channel";
        }
    }

    private void middleware(String functionId, Runnable next) {
        Call call = Call.of(functionId, RequestPayloads.ofMiddleware(input))
                .in(route.trigger().namespace())
                .withTrace(span.context());
        pending = "middleware " + functionId;
        engine.invoke(call, outcome -> {
            if (outcome instanceof Outcome.Failure failure) {
                failed(functionId, failure.error());
            } else if (outcome instanceof Outcome.Value value && answersItself(value.json())) {
                Map<String, RawJson> fields = new HashMap<>();
                value.json().forEachField(fields::put);
                answer(FunctionResponses.ofMiddleware(fields.get("response")));
            } else if (!answered.get()) {
                next.run();
            }
        });
    }

    private static boolean answersItself(RawJson result) {
        boolean[] responds = new boolean[1];
        result.forEachField((name, value) -> {
            if (name.equals("action")) {
                responds[0] = JsonText.isString(value) && JsonText.string(value).equals("respond");
            }
        });
        return responds[0];
    }

    // ---------------------------------------------------------------- the response

    private void answer(HttpResponse answer) {
        end(answer.status(), null, () -> responder.send(answer));
    }

    private void failed(String functionId, ErrorBody error) {
        String errorId = context.errors().report(route, functionId, error);
        end(HttpResponse.FAILED, error, () -> responder.send(HttpResponse.failed(error, errorId)));
    }

    private void tooLate() {
        end(HttpResponse.TOO_LATE, null, () -> {
            context.errors().late(route, pending);
            responder.sendBare(HttpResponse.empty(HttpResponse.TOO_LATE));
        });
    }

    private void clientGone(Throwable cause) {
        ResponseStream written = stream;
        if (answered.compareAndSet(false, true)) {
            finish(null);
            responder.fail(cause);
        } else if (written != null) {
            written.clientGone(cause);
        }
    }

    private void end(int status, @Nullable ErrorBody error, Runnable send) {
        if (answered.compareAndSet(false, true)) {
            span.attribute(HttpSpans.STATUS, Integer.toString(status));
            finish(error);
            send.run();
        }
    }

    private void finish(@Nullable ErrorBody error) {
        RequestTimeouts.Deadline set = deadline;
        if (set != null) {
            set.cancel();
        }
        span.end(error);
        release();
    }

    /**
     * Stops both streams and removes the channels. A function that still reads or writes finds its channel closed.
     * Idempotent.
     */
    private void release() {
        BodyPump moving = pump;
        if (moving != null) {
            moving.stop();
        }
        ResponseStream written = stream;
        if (written != null) {
            written.stop();
        }
        Bodies opened = bodies;
        if (opened != null) {
            opened.remove();
        }
    }

    /** Reports the progress of a response that comes through the channel. */
    private final class Stream implements ResponseStream.Owner {

        @Override
        public boolean begins(int status) {
            if (!answered.compareAndSet(false, true)) {
                return false;
            }
            RequestTimeouts.Deadline set = deadline;
            if (set != null) {
                set.cancel();
            }
            span.attribute(HttpSpans.STATUS, Integer.toString(status));
            return true;
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            finish(null);
        }
    }

    /** For the log. Contains neither headers nor the query, which may contain secrets. */
    @Override
    public String toString() {
        return input.toString();
    }

    /** Logs failures of requests. */
    interface Errors {
        /** Logs that a request of the route timed out while it waited for {@code pending}. */
        void late(Route route, String pending);

        /** Logs that a function failed. Returns an error id, which is part of both the log line and the response. */
        String report(Route route, String functionId, ErrorBody error);
    }
}
