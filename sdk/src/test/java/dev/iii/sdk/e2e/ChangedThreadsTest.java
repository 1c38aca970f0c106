package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** User code that changes its thread and does not change it back. The next code on this thread must not see that. */
class ChangedThreadsTest {

    private static final String CHANGED = "changed";
    private static final int CALLS = 200;

    @RegisterExtension
    static final Engine engine = new Engine();

    private enum Threads {
        POOL("-handler-"),
        IO("-io"),
        OF_THE_USER("own");

        private final String name;

        Threads(String name) {
            this.name = name;
        }
    }

    private final Thread test = Thread.currentThread();
    private final ClassLoader classLoader = new ClassLoader(null) {};
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> changedOn = new ConcurrentLinkedQueue<>();

    private void change() {
        Thread thread = Thread.currentThread();
        if (thread == test) {
            // A future that had been completed before.
            return;
        }
        if (thread.getContextClassLoader() == classLoader) {
            seen.add("the class loader on " + thread.getName());
        }
        if (thread.getName().equals(CHANGED)) {
            seen.add("the name of " + thread.getId());
        }
        changedOn.add(thread.getName());
        thread.setContextClassLoader(classLoader);
        thread.setName(CHANGED);
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void theNextCodeSeesTheThreadUnchanged(Threads threads) throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2, code -> new Thread(code, "own"));
        try {
            WorkerOptions.Builder options = Engine.options();
            Worker owner = engine.worker(
                            threads == Threads.OF_THE_USER
                                    ? options.handlerExecutor(own).build()
                                    : options.build())
                    .awaitReady(Engine.PATIENCE);
            String id = Engine.unique("changes");
            FunctionDefinition<?> function = FunctionDefinition.of(id, (json, call) -> {
                change();
                return null;
            });
            owner.registerFunction(threads == Threads.IO ? function.quick() : function)
                    .awaitConfirmed(Engine.PATIENCE);
            Worker caller = engine.worker(Engine.options().build()).awaitReady(Engine.PATIENCE);
            CompletableFuture<?>[] calls = IntStream.range(0, CALLS)
                    .mapToObj(i -> caller.triggerAsync(id, i)
                            .whenComplete((@Nullable Object result, @Nullable Throwable problem) -> change()))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(calls).get(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            own.shutdownNow();
        }
        assertThat(seen).isEmpty();
        assertThat(changedOn).hasSizeGreaterThan(CALLS).anyMatch(name -> name.contains(threads.name));
    }
}
