package dev.iii.eventsourcing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.test.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link Given} finds deciders that are not pure. */
class GivenTest {

    record Added(int quantity) {}

    /** A list of which JSON has the elements. */
    record Basket(List<Integer> quantities) {}

    /** A decider that accepts each event as its command. */
    private record Rules(
            BiFunction<Added, Basket, @Nullable Decision<Added>> decide,
            BiFunction<Basket, Added, @Nullable Basket> evolve)
            implements Decider<Added, Added, Basket> {

        static Basket plus(Basket basket, Added added) {
            List<Integer> more = new ArrayList<>(basket.quantities());
            more.add(added.quantity());
            return new Basket(more);
        }

        @Override
        public Basket initial() {
            return new Basket(new ArrayList<>());
        }

        @Override
        @SuppressWarnings("NullAway") // the mistake that the test makes
        public Decision<Added> decide(Added command, Basket basket) {
            return decide.apply(command, basket);
        }

        @Override
        @SuppressWarnings("NullAway") // the mistake that the test makes
        public Basket evolve(Basket basket, Added added) {
            return evolve.apply(basket, added);
        }
    }

    private static void assertFails(Rules rules, String message) {
        assertThatThrownBy(() -> Given.of(rules).events(new Added(1)).when(new Added(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPureDeciderIsAccepted() {
        Given.of(new Rules((command, basket) -> Decision.accept(command), Rules::plus))
                .events(new Added(1))
                .when(new Added(2))
                .thenState(new Basket(List.of(1, 2)));
    }

    @Test
    void aStateThatIsChangedInPlaceIsFound() {
        assertFails(
                new Rules((command, basket) -> Decision.accept(command), (basket, added) -> {
                    basket.quantities().add(added.quantity());
                    return basket;
                }),
                "Decider.evolve has changed the state that it got, from {\"quantities\":[]} to {\"quantities\":[1]}");
        assertFails(
                new Rules(
                        (command, basket) -> {
                            basket.quantities().add(command.quantity());
                            return Decision.accept(command);
                        },
                        Rules::plus),
                "Decider.decide has changed the state");
    }

    @Test
    void anEvolutionThatIsNotRepeatableIsFound() {
        AtomicInteger clock = new AtomicInteger();
        assertFails(
                new Rules(
                        (command, basket) -> Decision.accept(command),
                        (basket, added) -> new Basket(List.of(clock.incrementAndGet()))),
                "evolve answered Basket[quantities=[1]] and then Basket[quantities=[2]]");
    }

    @Test
    void nullIsReportedWithTheMethod() {
        assertFails(new Rules((command, basket) -> null, Rules::plus), "Decider.decide has returned null");
        assertFails(
                new Rules((command, basket) -> Decision.accept(command), (basket, added) -> null),
                "Decider.evolve has returned null");
    }
}
