package dev.iii.eventsourcing.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.sdk.Worker;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TopicPublisherTest {

    private static final Recorded<String> EVENT = new Recorded<>(
            "A-1",
            "1.x",
            1,
            Instant.EPOCH,
            new Events.Name("item-sold", 1),
            "an event",
            "c",
            Optional.empty(),
            Optional.empty());

    private final List<CompletableFuture<Void>> messages = new ArrayList<>();

    /** A worker whose engine confirms no message. */
    private final Worker worker = (Worker) Proxy.newProxyInstance(
            Worker.class.getClassLoader(), new Class<?>[] {Worker.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("publishAsync");
                assertThat(arguments[0]).isEqualTo("inventory.item-sold");
                CompletableFuture<Void> message = new CompletableFuture<>();
                messages.add(message);
                return message;
            });

    private final TopicPublisher publisher = new TopicPublisher(worker, "inventory");

    @Test
    void anEngineThatConfirmsNoMessageHasABoundedNumberOfThem() {
        for (int i = 0; i < 10_000; i++) {
            publisher.publish("item", EVENT);
        }
        assertThat(messages).hasSize(256);
        messages.get(0).complete(null);
        messages.get(1).completeExceptionally(new IllegalStateException("lost"));
        publisher.publish("item", EVENT);
        publisher.publish("item", EVENT);
        publisher.publish("item", EVENT);
        assertThat(messages).hasSize(258);
    }
}
