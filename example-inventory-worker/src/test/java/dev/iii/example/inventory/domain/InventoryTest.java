package dev.iii.example.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.test.Given;
import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.AdjustPrice;
import dev.iii.example.inventory.domain.Command.DiscontinueItem;
import dev.iii.example.inventory.domain.Command.RestockItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemDiscontinued;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Event.PriceAdjusted;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryTest {

    private static final long MAX = Inventory.MAX_STOCK;

    private static Given<Command, Event, Item> given(Event... events) {
        return Given.of(new Inventory()).events(events);
    }

    private static Event added(long quantity) {
        return new ItemAdded("Anvil", quantity, 1999, 5);
    }

    private static SellItem sell(long quantity) {
        return new SellItem("A", quantity, null);
    }

    // ---------------------------------------------------------------- add and restock

    @Test
    void aNewItemGetsTheDefaultThreshold() {
        given().when(new AddItem("A", "Anvil", 7, 1999, null))
                .then(added(7))
                .thenState(new Item("Anvil", 7, 1999, 5, false));
    }

    @Test
    void addingAgainChangesNamePriceAndThreshold() {
        given(added(6))
                .when(new AddItem("A", "Big anvil", 4, 2500, 3L))
                .then(new ItemAdded("Big anvil", 4, 2500, 3))
                .thenState(new Item("Big anvil", 10, 2500, 3, false));
    }

    @Test
    void addingAgainWithoutAThresholdKeepsIt() {
        given(new ItemAdded("Anvil", 6, 1999, 20))
                .when(new AddItem("A", "Anvil", 1, 1999, null))
                .then(new ItemAdded("Anvil", 1, 1999, 20));
    }

    @Test
    void aRestockChangesOnlyTheStock() {
        given(new ItemAdded("Anvil", 6, 1999, 20))
                .when(new RestockItem("A", 4))
                .then(new ItemRestocked(4))
                .thenState(new Item("Anvil", 10, 1999, 20, false));
    }

    @Test
    void theStockHasAMaximum() {
        given(added(MAX - 1)).when(new RestockItem("A", 1)).then(new ItemRestocked(1));
        given(added(MAX)).when(new RestockItem("A", 1)).thenRefused("too_much_stock");
        given(added(MAX)).when(new AddItem("A", "Anvil", 1, 1, null)).thenRefused("too_much_stock");
        given().when(new AddItem("A", "Anvil", Long.MAX_VALUE, 1, null)).thenRefused("too_much_stock");
    }

    // ---------------------------------------------------------------- sell

    @Test
    void allUnitsCanBeSold() {
        given(added(9)).when(sell(9)).then(new ItemSold(9, 1999)).thenState(new Item("Anvil", 0, 1999, 5, false));
    }

    @Test
    void moreUnitsThanThereAreCannotBeSold() {
        given(added(2)).when(sell(3)).thenRefused("not_enough_stock");
        given(added(2)).when(sell(Long.MAX_VALUE)).thenRefused("not_enough_stock");
        given(added(2), new ItemSold(2, 1999)).when(sell(1)).thenRefused("not_enough_stock");
    }

    @Test
    void aSaleAtAnotherPriceThanExpectedIsRefused() {
        given(added(9)).when(new SellItem("A", 1, 1998L)).thenRefused("price_changed");
        given(added(9)).when(new SellItem("A", 1, 1999L)).then(new ItemSold(1, 1999));
        given(added(9), new PriceAdjusted(10)).when(new SellItem("A", 1, 10L)).then(new ItemSold(1, 10));
    }

    // ---------------------------------------------------------------- price and end of sale

    @Test
    void aPriceIsChangedOnce() {
        given(added(9)).when(new AdjustPrice("A", 10)).then(new PriceAdjusted(10));
        given(added(9)).when(new AdjustPrice("A", 1999)).then();
    }

    @Test
    void aDiscontinuedItemIsNotSoldUntilItIsAddedAgain() {
        given(added(9)).when(new DiscontinueItem("A")).then(new ItemDiscontinued());
        Given<Command, Event, Item> discontinued = given(added(9), new ItemDiscontinued());
        discontinued.when(sell(1)).thenRefused("discontinued");
        discontinued.when(new RestockItem("A", 1)).thenRefused("discontinued");
        discontinued.when(new AdjustPrice("A", 1)).thenRefused("discontinued");
        discontinued.when(new DiscontinueItem("A")).then();
        discontinued
                .when(new AddItem("A", "Anvil", 1, 1999, null))
                .then(added(1))
                .thenState(new Item("Anvil", 10, 1999, 5, false));
    }

    static Stream<Command> commandsOfAnItem() {
        return Stream.of(sell(1), new RestockItem("A", 1), new AdjustPrice("A", 1), new DiscontinueItem("A"));
    }

    @ParameterizedTest
    @MethodSource("commandsOfAnItem")
    void anUnknownItemCannotBeChanged(Command command) {
        given().when(command).thenRefused("unknown_sku");
    }

    // ---------------------------------------------------------------- answers and state

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(List.of(), sell(1), 404, "there is no item A"),
                Arguments.of(List.of(added(1), new ItemSold(1, 1)), sell(1), 409, "A is sold out"),
                Arguments.of(List.of(added(2)), sell(3), 409, "only 2 of A left"),
                Arguments.of(List.of(added(2)), new SellItem("A", 1, 5L), 409, "the price of A is 1999 cents, not 5"),
                Arguments.of(List.of(added(2), new ItemDiscontinued()), sell(1), 409, "A is discontinued"),
                Arguments.of(
                        List.of(added(MAX)),
                        new RestockItem("A", 1),
                        409,
                        "the stock of A can be at most 10000000; it is 10000000 now"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalHasAStatusAndSaysWhy(List<Event> events, Command command, int status, String message) {
        assertThat(given(events.toArray(Event[]::new)).when(command).decision())
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(status);
                    assertThat(refused.message()).isEqualTo(message);
                });
    }

    @Test
    void theStockIsLowAtTheThreshold() {
        assertThat(new Item("Anvil", 6, 1, 5, false).hasLowStock()).isFalse();
        assertThat(new Item("Anvil", 5, 1, 5, false).hasLowStock()).isTrue();
        assertThat(new Item("Anvil", 0, 1, 0, false).hasLowStock()).isTrue();
    }

    /** For random commands, the stock is never negative and is the number of added units minus the number of sold ones. */
    @Test
    void theStockIsWhatWasAddedAndNotSold() {
        Inventory inventory = new Inventory();
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Item item = inventory.initial();
            long expected = 0;
            for (int i = 0; i < 100; i++) {
                long quantity = 1L + random.nextInt(9);
                Command command = random.nextInt(3) == 0
                        ? new AddItem("A", "Anvil", quantity, 1 + random.nextInt(9), null)
                        : sell(quantity);
                if (inventory.decide(command, item) instanceof Decision.Accepted<Event> accepted) {
                    expected += command instanceof AddItem ? quantity : -quantity;
                    for (Event event : accepted.events()) {
                        item = inventory.evolve(item, event);
                    }
                }
                assertThat(item.stock()).as("seed %d", seed).isEqualTo(expected).isNotNegative();
            }
        }
    }
}
