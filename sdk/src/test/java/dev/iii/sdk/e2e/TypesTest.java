package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Java types on their way to a function and back. */
class TypesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("types");

    enum Color {
        RED,
        GREEN
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Payment {
        record Card(String number) implements Payment {}

        record Cash(int cents) implements Payment {}
    }

    record Item(String sku, int left) {}

    record Page<T>(List<T> items, Optional<String> next) {}

    record All(
            UUID id,
            Instant at,
            LocalDate day,
            LocalDateTime dayTime,
            OffsetDateTime local,
            Duration lasts,
            Period every,
            BigDecimal price,
            long count,
            char letter,
            OptionalInt some,
            Optional<String> none,
            Color color,
            Map<Color, List<Item>> byColor,
            Set<Integer> numbers,
            Payment payment,
            URI link) {}

    record Sale(String sku, int quantity) {}

    @Test
    void aResultThatDoesNotFitIsNotSaidToBeOfAnotherKind() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> json).awaitConfirmed(PATIENCE);
        assertThatThrownBy(() -> worker.trigger(function, Map.of("sku", "A"), Sale.class))
                .hasMessageStartingWith("the result of " + function + " does not fit Sale: quantity: missing");
        assertThatThrownBy(() -> worker.trigger(function, "A", Sale.class))
                .hasMessage("the result of " + function + ": expected an object (Sale), was a string");
    }

    @Test
    void everyKindOfComponentGoesThereAndBack() {
        Worker worker = engine.worker();
        worker.registerFunction(function, All.class, (all, call) -> all);
        All all = new All(
                new UUID(1, 2),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                LocalDate.of(2026, 1, 2),
                LocalDateTime.of(2026, 1, 2, 3, 4),
                OffsetDateTime.parse("2026-01-02T03:04:05+01:00"),
                Duration.ofMillis(90_001),
                Period.ofDays(3),
                new BigDecimal("12.34"),
                Long.MAX_VALUE,
                'x',
                OptionalInt.of(4),
                Optional.empty(),
                Color.RED,
                Map.of(Color.GREEN, List.of(new Item("a", 1))),
                Set.of(5),
                new Payment.Cash(250),
                URI.create("https://shop.example.org/a?b=c"));
        assertThat(worker.trigger(function, all, All.class)).isEqualTo(all);
    }

    @Test
    void aSealedTypeIsReadAsTheKindThatItSays() {
        Worker worker = engine.worker();
        worker.registerFunction(
                function,
                Payment.class,
                (payment, call) -> payment instanceof Payment.Card card ? card.number() : "cash");
        assertThat(worker.trigger(function, new Payment.Card("4711"), String.class))
                .isEqualTo("4711");
        assertThat(worker.trigger(function, Map.of("kind", "Cash", "cents", 5), String.class))
                .isEqualTo("cash");
        assertThatThrownBy(() -> worker.trigger(function, Map.of("kind", "Cheque")))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_request"));
    }

    @Test
    void genericRecordsGoBothWays() {
        Worker worker = engine.worker();
        TypeRef<Page<Item>> pages = new TypeRef<>() {};
        worker.registerFunction(function, pages, (page, call) -> page);
        Page<Item> page = new Page<>(List.of(new Item("a", 1), new Item("b", 2)), Optional.of("next"));
        assertThat(worker.trigger(function, page, pages)).isEqualTo(page);
    }

    @Test
    void aMapHoldsWhatTheCallerSentAndNothingOfTheEngine() {
        Worker worker = engine.worker();
        Worker other = engine.worker();
        TypeRef<Map<String, Item>> items = new TypeRef<>() {};
        worker.registerFunction(function, items, (map, call) -> map).awaitConfirmed(PATIENCE);
        worker.registerFunction(function + "-any", Object.class, (any, call) -> any)
                .awaitConfirmed(PATIENCE);
        worker.registerFunction(
                        function + "-caller",
                        items,
                        (map, call) -> call.callerWorkerId().orElse(""))
                .awaitConfirmed(PATIENCE);
        Map<String, Item> sent = Map.of("one", new Item("a", 1));
        assertThat(other.trigger(function, sent, items)).isEqualTo(sent);
        assertThat(other.trigger(function + "-any", sent, items)).isEqualTo(sent);
        assertThat(other.trigger(function + "-caller", sent, String.class))
                .isEqualTo(other.id().orElseThrow());
    }

    @Test
    void halfACharacterIsAnErrorAndNoCallWithoutAnAnswer() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> "half \uD83D of one");
        worker.registerFunction(function + "-whole", (json, call) -> json);
        worker.registerFunction(function + "-message", (json, call) -> {
            throw new FunctionException("odd", "half \uD83D of one");
        });
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_response"))
                .hasMessageContaining("unpaired surrogate");
        assertThatThrownBy(() -> worker.trigger(function + "-whole", List.of("\uDE00")))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("unpaired surrogate");
        assertThatThrownBy(() -> Json.parse("\"\\ud83d\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThat(worker.trigger(function + "-whole", "😀 \\ud83d", String.class))
                .isEqualTo("😀 \\ud83d");
        assertThat(worker.trigger(function + "-whole", Json.parse("\"\\ud83d\\ude00\""), String.class))
                .isEqualTo("😀");
        assertThatThrownBy(() -> worker.trigger(function + "-message", null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("odd"));
    }
}
