package dev.iii.sdk.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionWatchTest {

    /** A worker that is ready. */
    private static Worker readyWorker() {
        return (Worker) Proxy.newProxyInstance(
                Worker.class.getClassLoader(), new Class<?>[] {Worker.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "status" -> WorkerStatus.READY;
                        case "id" -> Optional.of("worker-1");
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    /** Fails when it is asked for the topics. */
    private static final class FailingContext implements WatchContext {

        private final List<Runnable> scheduled = new ArrayList<>();

        @Override
        public Set<String> topics() {
            throw new NoClassDefFoundError("on purpose");
        }

        @Override
        public Registration register(FunctionDefinition<?> function) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resubscribe(boolean unregisterFirst) {}

        @Override
        public void report(SilentSubscriptions silent) {}

        @Override
        public void schedule(Duration delay, Runnable task) {
            scheduled.add(task);
        }

        @Override
        public long now() {
            return 0;
        }
    }

    @Test
    void aCheckThatThrowsIsFollowedByTheNext() {
        FailingContext context = new FailingContext();
        SubscriptionProbe probe = new SubscriptionProbe("test", WorkerOptions.named("test"), options -> readyWorker());
        new SubscriptionWatch(readyWorker(), Duration.ofSeconds(1), context, probe).start();
        assertThat(context.scheduled).hasSize(1);
        assertThatThrownBy(() -> context.scheduled.get(0).run()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(context.scheduled).hasSize(2);
    }
}
