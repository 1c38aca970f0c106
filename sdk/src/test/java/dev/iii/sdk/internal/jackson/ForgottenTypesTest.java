package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** The codec for values without a worker forgets the classes of the user when a worker closes. */
class ForgottenTypesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A thread of the user that cannot be interrupted. */
    private static final class UnwillingThread extends Thread {

        private final AtomicBoolean unwilling;

        UnwillingThread(Runnable task, AtomicBoolean unwilling) {
            super(task, "unwilling");
            this.unwilling = unwilling;
        }

        @Override
        public void interrupt() {
            if (unwilling.get()) {
                throw new IllegalStateException("a test");
            }
            super.interrupt();
        }
    }

    @Test
    void typesAreForgottenAlsoIfThreadsCannotBeClosed() throws Exception {
        AtomicBoolean unwilling = new AtomicBoolean(true);
        CountDownLatch started = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool(task -> new UnwillingThread(task, unwilling));
        try (EngineStub engine = EngineStub.start();
                Worker worker = Iii.registerWorker(
                        engine.workerUrl().toString(),
                        WorkerOptions.builder()
                                .name("forgetful")
                                .handlerExecutor(executor)
                                .build())) {
            worker.registerFunction("f", (json, call) -> {
                started.countDown();
                return new CountDownLatch(1).await(1, TimeUnit.HOURS);
            });
            worker.awaitReady(PATIENCE);
            var unused = worker.triggerAsync("f", null);
            assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            ObjectMapper before = JacksonCodec.INSTANCE.mapper();
            worker.shutdown(Duration.ofMillis(10));
            Awaitility.await().atMost(PATIENCE).until(() -> JacksonCodec.INSTANCE.mapper() != before);
        } finally {
            unwilling.set(false);
            executor.shutdownNow();
        }
    }

    /** A worker that closes has no time for it, and perhaps the program ends. */
    @Test
    void whatIsForgottenIsCreatedByTheNextUse() {
        AtomicInteger created = new AtomicInteger();
        JacksonCodec codec = JacksonCodec.with(mapper -> created.incrementAndGet());
        byte[] before = codec.write(List.of(1));
        codec.forget();
        codec.forget();
        assertThat(created).hasValue(1);
        assertThat(codec.write(List.of(1))).isEqualTo(before);
        assertThat(created).hasValue(2);
    }
}
