package dev.iii.example.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Decision.Accepted;
import dev.iii.example.inventory.domain.Decision.Reason;
import dev.iii.example.inventory.domain.Decision.Refused;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryTest {

    private static final long MAX = Inventory.MAX_STOCK;

    private static Item item(long stock) {
        return new Item("A", "Anvil", stock, 1999, 5);
    }

    private static AddItem add(long quantity) {
        return new AddItem("A", "Anvil", quantity, 2500, 3);
    }

    private static Event added(long quantity) {
        return new ItemAdded("A", "Anvil", quantity, 2500, 3);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(null, add(1), added(1)),
                Arguments.of(item(0), add(7), added(7)),
                Arguments.of(item(MAX - 1), add(1), added(1)),
                Arguments.of(item(1), new SellItem("A", 1), new ItemSold("A", 1, 1999)),
                Arguments.of(item(9), new SellItem("A", 9), new ItemSold("A", 9, 1999)),
                Arguments.of(item(9), new SellItem("A", 8), new ItemSold("A", 8, 1999)));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void anAllowedCommandLeadsToItsEvent(@Nullable Item item, Command command, Event event) {
        assertThat(Inventory.decide(item, command)).isEqualTo(new Accepted(event));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(null, new SellItem("A", 1), Reason.UNKNOWN_SKU, "there is no item A"),
                Arguments.of(item(0), new SellItem("A", 1), Reason.NOT_ENOUGH_STOCK, "A is sold out"),
                Arguments.of(item(2), new SellItem("A", 3), Reason.NOT_ENOUGH_STOCK, "only 2 of A left"),
                Arguments.of(item(2), new SellItem("A", Long.MAX_VALUE), Reason.NOT_ENOUGH_STOCK, "only 2 of A left"),
                Arguments.of(
                        item(MAX),
                        add(1),
                        Reason.TOO_MUCH_STOCK,
                        "the stock of A can be at most 10000000; it is 10000000 now"),
                Arguments.of(
                        null,
                        add(Long.MAX_VALUE),
                        Reason.TOO_MUCH_STOCK,
                        "the stock of A can be at most 10000000; it is 0 now"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aForbiddenCommandIsRefusedWithAReason(@Nullable Item item, Command command, Reason reason, String message) {
        assertThat(Inventory.decide(item, command)).isEqualTo(new Refused(reason, message));
    }

    static Stream<Arguments> folded() {
        return Stream.of(
                Arguments.of(null, added(4), new Item("A", "Anvil", 4, 2500, 3)),
                Arguments.of(item(6), added(4), new Item("A", "Anvil", 10, 2500, 3)),
                Arguments.of(item(6), new ItemSold("A", 4, 1999), item(2)),
                // The price of a sale does not change the price of the item.
                Arguments.of(item(6), new ItemSold("A", 6, 1), item(0)));
    }

    @ParameterizedTest
    @MethodSource("folded")
    void anEventIsAppliedToTheItem(@Nullable Item before, Event event, Item after) {
        assertThat(Inventory.fold(before, event)).isEqualTo(after);
    }

    @Test
    void aSaleCannotBeAppliedToAnItemThatDoesNotExist() {
        assertThatThrownBy(() -> Inventory.fold(null, new ItemSold("A", 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stockIsLowAtTheThresholdAndBelow() {
        assertThat(item(6).hasLowStock()).isFalse();
        assertThat(item(5).hasLowStock()).isTrue();
        assertThat(item(0).hasLowStock()).isTrue();
    }

    /** After random commands the stock equals the added minus the sold units, and is never negative or above the maximum. */
    @Test
    void theStockIsCorrectAfterRandomCommands() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            Item item = null;
            long expected = 0;
            for (int i = 0; i < 200; i++) {
                long quantity = 1L + random.nextInt(random.nextInt(20) == 0 ? (int) MAX : 9);
                Command command = random.nextInt(3) == 0 ? add(quantity) : new SellItem("A", quantity);
                if (Inventory.decide(item, command) instanceof Accepted accepted) {
                    item = Inventory.fold(item, accepted.event());
                    expected += command instanceof AddItem ? quantity : -quantity;
                }
                assertThat(item == null ? 0 : item.stock())
                        .as("seed " + seed + ", command " + i)
                        .isEqualTo(expected)
                        .isBetween(0L, MAX);
            }
        }
    }
}
