package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerList;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/**
 * Calls the {@code stream:join} functions before a consumer joins, and the {@code stream:leave} functions when it
 * leaves.
 *
 * <p>All join functions are called at the same time, regardless of the stream in their config. A single result of
 * {@code {"unauthorized":true}} rejects the consumer. A function that fails or returns anything else accepts it, as on
 * the real engine. A result without the flag is logged.
 */
final class JoinTriggers {

    private static final Logger log = BoundedLogger.of(JoinTriggers.class);
    private static final byte[] UNAUTHORIZED = "unauthorized".getBytes(StandardCharsets.US_ASCII);

    static final Struct CONFIG = Struct.of(
            "StreamJoinLeaveTriggerConfig",
            Field.string("stream_name").optional().describedAs("Has no effect: the trigger fires for all streams."));

    static final Struct EVENT = Struct.of(
            "StreamJoinLeaveEvent",
            Field.string("subscription_id").describedAs("The id that the consumer has chosen for the subscription."),
            Field.string("stream_name").describedAs("The stream."),
            Field.string("group_id").describedAs("The group."),
            Field.string("id").optional().describedAs("The only item of the subscription."),
            Field.json("context")
                    .optional()
                    .describedAs("The context that the auth function returned for the consumer."));

    /** Receives the decision, on any thread. */
    interface JoinDecision {
        void joined(boolean allowed);
    }

    private final EngineContext engine;
    private final TriggerList joins;
    private final TriggerList leaves;

    JoinTriggers(EngineContext engine, TriggerList joins, TriggerList leaves) {
        this.engine = engine;
        this.joins = joins;
        this.leaves = leaves;
    }

    /** Calls all join functions and passes the result to {@code decision}. */
    void ask(ConsumerMessage message, RawJson context, JoinDecision decision) {
        List<Trigger> asked = joins.all();
        if (asked.isEmpty()) {
            decision.joined(true);
            return;
        }
        RawJson question = json(message, context);
        AtomicInteger open = new AtomicInteger(asked.size());
        AtomicBoolean allowed = new AtomicBoolean(true);
        for (Trigger trigger : asked) {
            engine.fire(trigger, call(trigger, question), null, outcome -> {
                if (refuses(trigger, outcome)) {
                    allowed.set(false);
                }
                if (open.decrementAndGet() == 0) {
                    decision.joined(allowed.get());
                }
            });
        }
    }

    /** Calls all leave functions. Runs {@code done} when all of them have ended, on any thread. */
    void tell(ConsumerMessage message, RawJson context, Runnable done) {
        List<Trigger> told = leaves.all();
        if (told.isEmpty()) {
            done.run();
            return;
        }
        RawJson news = json(message, context);
        AtomicInteger open = new AtomicInteger(told.size());
        for (Trigger trigger : told) {
            engine.fire(trigger, call(trigger, news), null, outcome -> {
                if (open.decrementAndGet() == 0) {
                    done.run();
                }
            });
        }
    }

    private static Call call(Trigger trigger, RawJson payload) {
        return Call.of(trigger, payload).withMetadata(trigger.metadata());
    }

    private static boolean refuses(Trigger trigger, Outcome outcome) {
        if (!(outcome instanceof Outcome.Value value) || value.json().isNull()) {
            return false;
        }
        String unauthorized = unauthorized(value.json());
        if (!unauthorized.equals("true") && !unauthorized.equals("false")) {
            log.warn(
                    "Function {} of the stream:join trigger {} returned no flag named unauthorized;"
                            + " the consumer is accepted. Return {\"unauthorized\":true} to reject it",
                    trigger.functionId(),
                    trigger.id());
        }
        return unauthorized.equals("true");
    }

    private static String unauthorized(RawJson answer) {
        String last = "";
        if (answer.isObject()) {
            JsonCursor members = JsonCursor.ofObject(answer);
            while (members.next()) {
                if (members.nameIs(UNAUTHORIZED)) {
                    last = members.value().text();
                }
            }
        }
        return last;
    }

    private static RawJson json(ConsumerMessage message, RawJson context) {
        return new ObjectWriter()
                .put("subscription_id", message.subscriptionId())
                .put("stream_name", message.group().stream())
                .put("group_id", message.group().id())
                .put("id", message.item())
                .put("context", context)
                .end();
    }
}
