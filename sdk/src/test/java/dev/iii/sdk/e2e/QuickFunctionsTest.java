package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Functions that run on the I/O thread because their author says that they are quick. */
class QuickFunctionsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("quick");
    private final Worker worker =
            engine.worker(Engine.options().showErrorMessages(true).build()).awaitReady(PATIENCE);

    private void register(FunctionHandler<? super Json, ?> handler) {
        worker.registerFunction(FunctionDefinition.of(function, handler).quick());
    }

    @Test
    void aQuickHandlerRunsOnTheThreadThatReads() {
        register((json, call) -> Thread.currentThread().getName());
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("iii-" + worker.name() + "-io");
    }

    @Test
    void aQuickHandlerThatFailsAnswersLikeEveryOther() {
        register((json, call) -> {
            throw new FunctionException("no", "never");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> worker.trigger(function, null))
                    .isInstanceOfSatisfying(
                            FunctionException.class, e -> assertThat(e.code()).isEqualTo("no"));
        }
    }

    @Test
    void aQuickHandlerThatWaitsForACallIsReplacedAndRunsOnHandlerThreadsAfterwards() {
        worker.registerFunction(function + "-other", (json, call) -> 5);
        register((json, call) -> {
            String before = Thread.currentThread().getName();
            call.worker().trigger(function + "-other", null);
            return List.of(before, Thread.currentThread().getName());
        });
        String reading = "iii-" + worker.name() + "-io";
        assertThat(worker.trigger(function, null, new TypeRef<List<String>>() {}))
                .containsExactly(reading, reading + "-blocked");
        assertThat(worker.trigger(function, null, new TypeRef<List<String>>() {}))
                .allMatch(name -> name.startsWith("iii-" + worker.name() + "-handler-"));
    }

    @Test
    void aQuickHandlerThatBlocksIsReplacedAndLoggedOnceWithItsStack() {
        Logger logger = (Logger) LoggerFactory.getLogger(Invoker.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        Level before = logger.getLevel();
        logger.setLevel(Level.WARN);
        try {
            worker.registerFunction(function + "-other", (json, call) -> 5);
            // The result arrives on the thread that this handler blocks.
            register((json, call) -> worker.triggerAsync(function + "-other", null, Integer.class)
                    .join());
            for (int i = 0; i < 3; i++) {
                assertThat(worker.trigger(function, null, Integer.class)).isEqualTo(5);
            }
        } finally {
            logger.setLevel(before);
            logger.detachAppender(appender);
        }
        assertThat(appender.list)
                .filteredOn(event -> event.getFormattedMessage().contains(function + " blocks the I/O thread"))
                .singleElement()
                .satisfies(event -> assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                        .anyMatch(frame ->
                                frame.getStackTraceElement().getMethodName().equals("join")));
    }

    @Test
    void aFunctionThatHasBlockedRunsOnHandlerThreads() {
        worker.registerFunction(function + "-other", (json, call) -> 5);
        register((json, call) -> {
            worker.triggerAsync(function + "-other", null, Integer.class).join();
            return Thread.currentThread().getName();
        });
        worker.trigger(function, null);
        assertThat(worker.trigger(function, null, String.class)).startsWith("iii-" + worker.name() + "-handler-");
    }

    @Test
    void aQuickHandlerThatBlocksIsInterruptedAtTheEndOfTheDrainTime() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CountDownLatch runs = new CountDownLatch(1);
        register((json, call) -> {
            runs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
            return null;
        });
        var unused = worker.triggerAsync(function, null);
        assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // Everything is released, although the handler did not end by itself.
        assertThat(worker.shutdown(Duration.ofMillis(200))).isFalse();
        assertThat(worker.closed()).isDone();
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Engine.awaitNoThreads();
    }

    @Test
    void aQuickHandlerThatClosesItsWorkerDoesNotWaitForItself() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        register((json, call) -> closed.complete(worker.shutdown(Duration.ofDays(1))));
        worker.trigger(function, null);
        assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
        worker.closed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aQuickHandlerMayWaitForARegistrationAndForItsWorker() {
        register((json, call) -> {
            worker.registerFunction(function + "-other", (other, nested) -> 1).awaitConfirmed(PATIENCE);
            worker.awaitReady(PATIENCE);
            return worker.trigger(function + "-other", null);
        });
        assertThat(worker.trigger(function, null, Integer.class)).isEqualTo(1);
    }

    @Test
    void aQuickHandlerMayWaitForAChannel() throws Exception {
        register((json, call) -> {
            Channel channel = worker.createChannel();
            worker.trigger(Call.to(function + "-writer", Map.of("channel", channel.writer()))
                    .withoutReply());
            return ((ChannelMessage.Text) channel.reader().next().orElseThrow()).text();
        });
        worker.registerFunction(function + "-writer", Writer.class, (writer, call) -> {
            try (ChannelWriter end = writer.channel()) {
                end.sendText("hello");
            }
            return null;
        });
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("hello");
    }

    record Writer(ChannelWriter channel) {}

    @Test
    void aQuickHandlerMayCloseAnotherWorker() {
        Worker other = engine.worker().awaitReady(PATIENCE);
        register((json, call) -> other.shutdown(PATIENCE));
        assertThat(worker.trigger(function, null, Boolean.class)).isTrue();
    }

    @Test
    void limitsOfAQuickFunctionHoldAfterItHasBlocked() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    release.await();
                    return running.decrementAndGet();
                })
                .quick()
                .concurrency(1, 100));
        List<CompletableFuture<Json>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(worker.triggerAsync(function, null));
        }
        worker.registerFunction(function + "-other", (json, call) -> 1);
        assertThat(worker.trigger(function + "-other", null, Integer.class)).isEqualTo(1);
        release.countDown();
        for (CompletableFuture<Json> call : calls) {
            call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aQuickHandlerMayAnswerLater() {
        worker.registerFunction(function + "-other", (json, call) -> 5);
        worker.registerFunction(FunctionDefinition.ofAsync(
                        function, (json, call) -> call.worker().triggerAsync(function + "-other", null))
                .quick());
        assertThat(worker.trigger(function, null).text()).isEqualTo("5");
    }

    @Test
    void manyCallsOfAQuickHandlerAllEnd() throws Exception {
        register((json, call) -> json);
        List<CompletableFuture<Json>> calls = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            calls.add(worker.triggerAsync(function, i));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text())
                    .isEqualTo(String.valueOf(i));
        }
    }
}
