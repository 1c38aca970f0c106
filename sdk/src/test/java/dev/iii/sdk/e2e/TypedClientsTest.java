package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces that a worker implements and other workers use as clients. */
class TypedClientsTest {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    /** An interface of a worker and of its clients. */
    interface Shop {
        @Function("typed::sell")
        Sold sell(Sell sell);

        @Function("typed::price")
        CompletionStage<Integer> price(String sku);

        @Function("typed::audit")
        void audit(Sold sold);

        @Function("typed::all")
        List<Sold> all();

        @Function("typed::find")
        Optional<Sold> find(String sku);

        @Function("typed::raw")
        Json raw(Json any);

        @Function("typed::count")
        int count(String sku);

        default Sold sellOne(String sku) {
            return sell(new Sell(sku, 1));
        }

        static Sell two(String sku) {
            return new Sell(sku, 2);
        }
    }

    static final class MyShop implements Shop {

        final List<Sold> audited = new CopyOnWriteArrayList<>();

        @Override
        public Sold sell(Sell sell) {
            if (sell.quantity() > 10) {
                throw new FunctionException("not_enough_stock", "only 10 left");
            }
            return new Sold(sell.sku(), 10 - sell.quantity());
        }

        @Override
        public CompletionStage<Integer> price(String sku) {
            return CompletableFuture.supplyAsync(sku::length);
        }

        @Override
        public void audit(Sold sold) {
            audited.add(sold);
        }

        @Override
        public List<Sold> all() {
            return List.of(new Sold("A", 1), new Sold("B", 2));
        }

        @Override
        public Optional<Sold> find(String sku) {
            return sku.isEmpty() ? Optional.empty() : Optional.of(new Sold(sku, 3));
        }

        @Override
        public Json raw(Json any) {
            return any;
        }

        @Override
        public int count(String sku) {
            return 7;
        }
    }

    /** A generic interface whose type is known in a subinterface. */
    interface Store<T> {
        @Function("typed::put")
        T put(T item);

        @Function("typed::list")
        CompletableFuture<List<T>> list();
    }

    interface SoldStore extends Store<Sold> {
        @Override
        Sold put(Sold item);
    }

    /** Two methods for one function, and results that a worker does not return. */
    interface Callers {
        @Function("typed::sell")
        CompletableFuture<Sold> sellLater(Sell sell);

        @Function("typed::sell")
        Void sellAndWait(Sell sell);

        @Function("typed::sell")
        CompletableFuture<Void> done(Sell sell);

        @Function("typed::nothing")
        int number();

        @Function("typed::nothing")
        String text();

        @Function("typed::never")
        String never();
    }

    @RegisterExtension
    static final Engine engine = new Engine();

    private final MyShop shop = new MyShop();

    private Worker withShop() {
        Worker owner = engine.worker();
        owner.registerAll(shop);
        return owner.awaitReady(PATIENCE);
    }

    @Test
    void aClientCallsTheFunctionsThatAWorkerImplements() throws Exception {
        withShop();
        Shop client = engine.worker().client(Shop.class);
        assertThat(client.sell(Shop.two("A-1"))).isEqualTo(new Sold("A-1", 8));
        assertThat(client.price("abc").toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(3);
        client.audit(new Sold("A-1", 8));
        await().atMost(PATIENCE).until(() -> shop.audited.equals(List.of(new Sold("A-1", 8))));
        assertThat(client.all()).containsExactly(new Sold("A", 1), new Sold("B", 2));
        assertThat(client.find("C")).contains(new Sold("C", 3));
        assertThat(client.find("")).isEmpty();
        assertThat(client.raw(Json.parse("{\"a\":[1]}")).text()).contains("\"a\":[1]");
        assertThat(client.count("x")).isEqualTo(7);
        assertThat(client.sellOne("A-2")).isEqualTo(new Sold("A-2", 9));
        assertThatThrownBy(() -> client.sell(new Sell("A-1", 11)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
    }

    @Test
    void aFunctionMayHaveSeveralMethods() {
        Worker owner = withShop();
        owner.registerFunction("typed::nothing", (json, call) -> null).awaitConfirmed(PATIENCE);
        Callers client = engine.worker().client(Callers.class);
        assertThat(client.sellLater(new Sell("A", 1)).join()).isEqualTo(new Sold("A", 9));
        assertThat(client.sellAndWait(new Sell("A", 1))).isNull();
        assertThat(client.done(new Sell("A", 1)).join()).isNull();
        assertThat(client.text()).isNull();
        assertThatThrownBy(client::number)
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessage("the result of typed::nothing is null; expected an integer");
        assertThatThrownBy(() -> client.done(new Sell("A", 11)).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(FunctionException.class);
    }

    @Test
    void theOptionsApplyToEachCall() {
        CompletableFuture<String> never = new CompletableFuture<>();
        engine.worker().registerFunction("typed::never", (json, call) -> never).awaitConfirmed(PATIENCE);
        Callers client = engine.worker().client(Callers.class, call -> call.timeout(Duration.ofMillis(20)));
        assertThatThrownBy(client::never)
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("20 ms");
        never.complete("too late");
        Callers wrong = engine.worker().client(Callers.class, call -> Engine.nothing());
        assertThatThrownBy(wrong::never).hasMessage("the call that the options return is null");
    }

    @Test
    void aGenericInterfaceIsReadWithItsTypeArguments() {
        Worker owner = engine.worker();
        owner.registerFunction("typed::put", Sold.class, (sold, call) -> sold);
        owner.registerFunction("typed::list", (json, call) -> List.of(new Sold("A", 1)));
        owner.awaitReady(PATIENCE);
        SoldStore client = engine.worker().client(SoldStore.class);
        Store<Sold> store = client;
        assertThat(client.put(new Sold("A", 1))).isEqualTo(new Sold("A", 1));
        assertThat(store.put(new Sold("B", 2))).isEqualTo(new Sold("B", 2));
        assertThat(store.list().join()).containsExactly(new Sold("A", 1));
    }

    @Test
    void aClientHasTheMethodsOfAnObject() {
        Worker worker = engine.worker();
        Shop client = worker.client(Shop.class);
        Shop same = client;
        assertThat(client).isEqualTo(same).isNotEqualTo(worker.client(Shop.class));
        assertThat(client.hashCode()).isEqualTo(client.hashCode());
        assertThat(client.toString()).startsWith(Shop.class.getName() + " of Worker[" + worker.name());
        assertThat(Map.of(client, 1)).containsKey(client);
    }

    @SuppressWarnings({"TypeParameterUnusedInFormals", "unused"})
    interface Mistakes {
        Sold forgotten(Sell sell);

        @Function(" ")
        Sold blank(Sell sell);

        @Function("f::two")
        Sold two(Sell sell, String more);

        @Function("f::invocation")
        Sold invocation(Sell sell, Invocation call);

        @Function("f::future")
        Future<Sold> future(Sell sell);

        @Function("f::unreadable")
        InputStream unreadable(Sell sell);

        @Function("f::unwritable")
        Sold unwritable(InputStream in);

        @Function("f::generic")
        <T> T generic(Sell sell);

        @Override
        boolean equals(Object other);
    }

    @Test
    void allMistakesOfAnInterfaceAreNamedTogether() {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.client(Mistakes.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Mistakes.forgotten: it has no @Function; add it, or make it a default method")
                .hasMessageContaining("Mistakes.blank: function id is blank")
                .hasMessageContaining("Mistakes.two: it must have one parameter, the payload, or none")
                .hasMessageContaining("Mistakes.invocation: it has a parameter of the type Invocation")
                .hasMessageContaining("Mistakes.future: it returns a Future; return a CompletionStage")
                .hasMessageContaining("Mistakes.unreadable: the result of f::unreadable: ")
                .hasMessageContaining("Mistakes.unwritable: the payload for f::unwritable: ")
                .hasMessageContaining("Mistakes.generic: the type variable T has no type argument")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("equals"));
    }

    sealed interface Sealed {}

    record Only() implements Sealed {}

    interface Empty {
        default int one() {
            return 1;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {MyShop.class, Sealed.class, Empty.class, Function.class, Store.class, int.class})
    void aTypeThatCannotBeAClientIsRefused(Class<?> type) {
        Worker worker = engine.worker();
        assertThatThrownBy(() -> worker.client(type)).isInstanceOf(IllegalArgumentException.class);
    }
}
