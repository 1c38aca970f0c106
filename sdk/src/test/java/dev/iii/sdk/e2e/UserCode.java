package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;

import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The places where code of a user runs. */
enum UserCode {
    HANDLER((worker, code) -> {
        String function = unique("fn");
        worker.registerFunction(function, running(code)).awaitConfirmed(PATIENCE);
        var unused = worker.triggerAsync(function, null);
    }),
    QUICK_HANDLER((worker, code) -> {
        String function = unique("fn");
        worker.registerFunction(FunctionDefinition.of(function, running(code)).quick())
                .awaitConfirmed(PATIENCE);
        var unused = worker.triggerAsync(function, null);
    }),
    STAGE_OF_A_HANDLER((worker, code) -> {
        String function = unique("fn");
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        var unused = stage.whenComplete((result, failure) -> code.run());
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> stage;
        worker.registerFunction(FunctionDefinition.ofAsync(function, handler).timeout(Duration.ofMillis(50)))
                .awaitConfirmed(PATIENCE);
        var unusedToo = worker.triggerAsync(function, null);
    }),
    RESULT_OF_A_HANDLER((worker, code) -> {
        String function = unique("fn");
        FunctionHandler<Json, Object> handler = (json, call) -> new Value(code);
        worker.registerFunction(function, handler).awaitConfirmed(PATIENCE);
        var unused = worker.triggerAsync(function, null);
    }),
    PAYLOAD((worker, code) -> {
        var unused = worker.triggerAsync("engine::functions::list", new Value(code));
    }),
    COMPLETION((worker, code) -> {
        var unused = worker.discovery().async().workers().whenComplete((workers, failure) -> code.run());
    }),
    PROVEN_COMPLETION((worker, code) -> {
        String function = unique("fn");
        worker.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        AtomicBoolean done = new AtomicBoolean();
        while (!done.get()) {
            worker.triggerAsync(function, null)
                    .thenRun(() -> {
                        if (Thread.currentThread().getName().equals("iii-" + worker.name() + "-io")) {
                            done.set(true);
                            code.run();
                        }
                    })
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }),
    COMPLETION_OF_CONFIRMED((worker, code) -> {
        var unused = worker.registerFunction(unique("fn"), (json, call) -> 1)
                .confirmed()
                .whenComplete((done, failure) -> code.run());
    }),
    COMPLETION_OF_CLOSED((worker, code) -> {
        var unused = worker.closed().whenComplete((done, failure) -> code.run());
        worker.close();
    }),
    LISTENER_OF_A_REGISTRATION((worker, code) -> {
        worker.addListener(new WorkerListener() {
            @Override
            public void onRegistrationStatus(Registration registration, RegistrationStatus status) {
                code.run();
            }
        });
        worker.registerFunction(unique("fn"), (json, call) -> 1);
    }),
    LISTENER_OF_THE_CLOSE((worker, code) -> {
        worker.addListener(new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                if (status == WorkerStatus.CLOSED) {
                    code.run();
                }
            }
        });
        worker.close();
    }),
    BINDING((worker, code) -> bind(worker, binding -> code.run())),
    UNBINDING((worker, code) -> bind(worker, new TriggerTypeHandler<Json>() {
                @Override
                public void onBind(TriggerBinding<Json> binding) {}

                @Override
                public void onUnbind(TriggerBinding<Json> binding) {
                    code.run();
                }
            })
            .unregister()),
    CHANNEL_SUBSCRIBER((worker, code) -> {
        Channel channel = worker.createChannel();
        channel.reader().messages().subscribe(new Subscriber(code));
        channel.writer().sendText("x");
    });

    private interface Start {
        void run(Worker worker, Runnable code) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
    private final Start start;

    UserCode(Start start) {
        this.start = start;
    }

    /** Registers or calls what lets the code run once, or several times. */
    void run(Worker worker, Runnable code) throws Exception {
        start.run(worker, code);
    }

    private static FunctionHandler<Json, Object> running(Runnable code) {
        return (json, call) -> {
            code.run();
            return 1;
        };
    }

    /** Registers a trigger of a type that the worker provides. */
    private static Registration bind(Worker worker, TriggerTypeHandler<Json> handler) {
        String type = unique("type");
        worker.registerTriggerType(TriggerTypeDefinition.of(type, "A type", Json.class), handler)
                .registration()
                .awaitConfirmed(PATIENCE);
        String function = unique("fn");
        worker.registerFunction(function, (json, call) -> 1);
        return worker.registerTrigger(Trigger.of(type, null), function);
    }

    /** A value whose getter is code of the user. */
    static final class Value {

        private final Runnable code;

        Value(Runnable code) {
            this.code = code;
        }

        public int getNumber() {
            code.run();
            return 1;
        }
    }

    private static final class Subscriber implements Flow.Subscriber<ChannelMessage> {

        private final Runnable code;

        Subscriber(Runnable code) {
            this.code = code;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(ChannelMessage message) {
            code.run();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
