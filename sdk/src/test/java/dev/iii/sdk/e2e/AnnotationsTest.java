package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.annotation.OnCron;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.annotation.OnSubscribe;
import dev.iii.sdk.annotation.OnTrigger;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.TypeRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnotationsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    /** What a user writes. */
    public static final class Shop {
        @Function("annotated::sell")
        public Sold sell(Sell sell, Invocation call) {
            if (sell.quantity() > 10) {
                throw new FunctionException("not_enough_stock", "only 10 left");
            }
            return new Sold(sell.sku() + (call.callerWorkerId().isPresent() ? "" : "?"), 10 - sell.quantity());
        }

        @Function("annotated::lists")
        public CompletionStage<Map<String, List<Sold>>> lists(List<Sold> sold) {
            return CompletableFuture.completedFuture(Map.of("sold", sold));
        }

        @Function("annotated::nothing")
        public void nothing() {}
    }

    @Test
    void theMethodsOfAnObjectAreFunctions() throws Exception {
        Worker worker = engine.worker();
        List<Registration> registrations = worker.registerAll(new Shop());
        assertThat(registrations).hasSize(3);
        for (Registration registration : registrations) {
            registration.awaitConfirmed(PATIENCE);
        }
        assertThat(worker.trigger("annotated::sell", new Sell("A", 3), Sold.class))
                .isEqualTo(new Sold("A", 7));
        assertThatThrownBy(() -> worker.trigger("annotated::sell", new Sell("A", 11)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
        assertThatThrownBy(() -> worker.trigger("annotated::sell", Map.of("sku", "A", "quantity", "many")))
                .hasMessageContaining("quantity");
        assertThat(worker.trigger(
                        "annotated::lists", List.of(new Sold("B", 1)), new TypeRef<Map<String, List<Sold>>>() {}))
                .isEqualTo(Map.of("sold", List.of(new Sold("B", 1))));
        assertThat(worker.trigger("annotated::nothing", null).isNull()).isTrue();
    }

    /** Its topic is a constant, as it must be in an annotation. */
    public static final class Subscriber {
        static final String TOPIC = "annotated.topic";

        final BlockingQueue<Sold> events = new LinkedBlockingQueue<>();

        @Function("annotated::on-sold")
        @OnSubscribe(TOPIC)
        public void onSold(Sold sold) {
            events.add(sold);
        }
    }

    @Test
    void triggersOfMethodsFire() throws Exception {
        Worker worker = engine.worker();
        Subscriber subscriber = new Subscriber();
        for (Registration registration : worker.registerAll(subscriber)) {
            registration.awaitConfirmed(PATIENCE);
        }
        worker.publish(Subscriber.TOPIC, new Sold("C", 5));
        assertThat(subscriber.events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(new Sold("C", 5));
    }

    interface Priced<T> {
        @Function("annotated::price")
        int price(T item);
    }

    static class Desk<T> {
        @Function("annotated::name")
        public String name(T item) {
            return "desk";
        }

        @Function("annotated::first")
        public T first(List<T> items) {
            return items.get(0);
        }
    }

    static final class FrontDesk extends Desk<Sell> implements Priced<Sell> {
        @Override
        public String name(Sell item) {
            return "front desk for " + item.sku();
        }

        @Override
        public int price(Sell item) {
            return 3 * item.quantity();
        }
    }

    @Test
    void whatIsInheritedIsReadAsTheTypeThatItHasInTheObject() {
        Worker worker = engine.worker();
        worker.registerAll(new FrontDesk());
        Sell sell = new Sell("A", 2);
        assertThat(worker.trigger("annotated::name", sell, String.class)).isEqualTo("front desk for A");
        assertThat(worker.trigger("annotated::price", sell, Integer.class)).isEqualTo(6);
        assertThat(worker.trigger("annotated::first", List.of(sell), Sell.class))
                .isEqualTo(sell);
    }

    @Test
    void whenOneFunctionIsTakenNoneIsRegistered() {
        Worker worker = engine.worker();
        worker.registerFunction("annotated::sell", (json, call) -> "first");
        assertThatThrownBy(() -> worker.registerAll(new Shop()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("annotated::sell is already registered by this worker");
        assertThatThrownBy(() -> worker.trigger("annotated::lists", List.of()))
                .isInstanceOf(FunctionNotFoundException.class);
        assertThat(worker.trigger("annotated::sell", null).text()).isEqualTo("\"first\"");
    }

    interface Anything {}

    /** What a user writes. */
    public static final class Wrong {
        @Function("annotated::unreadable")
        public void unreadable(Anything input) {}

        @Function("annotated::unreadable")
        @OnCron("every night")
        @OnHttp(method = "FETCH", path = "/orders/{id}")
        @OnHttp(method = "GET", path = "/orders/{id}")
        public Anything unwritable(Anything input) {
            return input;
        }

        @OnCron("never")
        public void homeless() {}

        @Function(value = "annotated::stream", timeoutMillis = -1)
        @OnTrigger(type = "stream", config = "{}")
        public void stream() {}
    }

    @Test
    void oneExceptionNamesAllMistakesOfAnObject() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.registerAll(new Wrong()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Wrong.unreadable: the input of annotated::unreadable: ")
                .hasMessageContaining("Wrong.unwritable: another method has the same function id")
                .hasMessageContaining("Wrong.unwritable: cron expression 'every night' has 2 fields")
                .hasMessageContaining("Wrong.unwritable: HTTP method is FETCH")
                .hasMessageContaining("Wrong.unwritable: path /orders/{id}: ")
                .hasMessageContaining("Wrong.unwritable: the input of annotated::unreadable: ")
                .hasMessageContaining("Wrong.homeless: it has a trigger but no @Function")
                .hasMessageContaining("Wrong.stream: timeout")
                .hasMessageContaining("Wrong.stream: the config of a stream trigger has no stream_name");
        assertThatThrownBy(() -> worker.trigger("annotated::stream", null))
                .isInstanceOf(FunctionNotFoundException.class);
    }

    @Test
    void oneExceptionNamesAllFunctionsThatAreRegisteredAlready() {
        Worker worker = engine.worker();
        worker.registerAll(new Shop()).forEach(registration -> registration.awaitConfirmed(PATIENCE));
        assertThatThrownBy(() -> worker.registerAll(new Shop()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the functions annotated::lists, annotated::nothing, annotated::sell are already registered by"
                                + " this worker; unregister them first");
        assertThat(worker.trigger("annotated::nothing", null).isNull()).isTrue();
    }
}
