package dev.iii.example.inventory.request;

import dev.iii.eventsourcing.Payload;
import dev.iii.eventsourcing.Payload.Field;
import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.AdjustPrice;
import dev.iii.example.inventory.domain.Command.DiscontinueItem;
import dev.iii.example.inventory.domain.Command.RestockItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import java.util.Optional;
import java.util.regex.Pattern;

/** The payloads of all functions: their fields, and what is allowed. A record has a component for each field. */
public final class Requests {

    /** The maximum number of items or events in one page. */
    public static final int MAX_PAGE = 1_000;

    private static final long MAX_QUANTITY = 1_000_000;
    private static final long MAX_PRICE_CENTS = 10_000_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_CURSOR = 4_000;

    /** Only a few characters are allowed in a SKU, because it becomes part of state keys. */
    private static final Field<String> SKU = Field.text(
            "sku", Pattern.compile("[A-Za-z0-9._-]{1,64}"), "must be 1 to 64 letters, digits, '.', '_' or '-'");

    private static final Field<String> NAME =
            Field.text("name", Requests::isName, "must be 1 to 200 characters, not blank, without control characters");
    private static final Field<Long> QUANTITY = Field.whole("quantity", 1, MAX_QUANTITY);
    private static final Field<Long> PRICE = Field.whole("priceCents", 1, MAX_PRICE_CENTS);
    private static final Field<Long> EXPECTED_PRICE =
            Field.whole("expectedPriceCents", 1, MAX_PRICE_CENTS).optional();
    private static final Field<Long> THRESHOLD =
            Field.whole("lowStockThreshold", 0, MAX_QUANTITY).optional();

    private static final Field<String> SORT = Field.text(
            "sort",
            Pattern.compile("-?(sku|name|stock|priceCents)"),
            "must be sku, name, stock or priceCents, or one of them after a '-'");
    private static final Field<String> TEXT = Field.text(
                    "text", text -> text.length() <= MAX_NAME, "must be at most 200 characters")
            .otherwise("");
    private static final Field<Boolean> ONLY_LOW =
            Field.flagParameter("lowStock").otherwise(false);
    private static final Field<Boolean> ALSO_DISCONTINUED =
            Field.flagParameter("discontinued").otherwise(false);
    private static final Field<String> CURSOR = Field.text(
                    "cursor", text -> text.length() <= MAX_CURSOR, "is not a cursor of a page")
            .optional();
    private static final Field<Long> LIMIT = Field.wholeParameter("limit", 1, MAX_PAGE);
    private static final Field<Long> ITEMS_LIMIT = LIMIT.otherwise(100L);

    public static final Payload<AddItem> ADD = Payload.of(AddItem.class, SKU, NAME, QUANTITY, PRICE, THRESHOLD);
    public static final Payload<RestockItem> RESTOCK = Payload.of(RestockItem.class, SKU, QUANTITY);
    public static final Payload<AdjustPrice> ADJUST_PRICE = Payload.of(AdjustPrice.class, SKU, PRICE);
    public static final Payload<SellItem> SELL = Payload.of(SellItem.class, SKU, QUANTITY, EXPECTED_PRICE);
    public static final Payload<DiscontinueItem> DISCONTINUE = Payload.of(DiscontinueItem.class, SKU);

    public static final Payload<Boolean> NOTHING = Payload.of(fields -> true);
    public static final Payload<String> ITEM = Payload.of(fields -> fields.get(SKU), SKU);
    public static final Payload<HistoryRequest> HISTORY =
            Payload.of(HistoryRequest.class, SKU, CURSOR, LIMIT.otherwise((long) MAX_PAGE));
    public static final Payload<ItemsRequest> ITEMS = Payload.of(
            ItemsRequest.class, SORT.otherwise("sku"), TEXT, ONLY_LOW, ALSO_DISCONTINUED, CURSOR, ITEMS_LIMIT);
    public static final Payload<LowStockRequest> LOW_STOCK =
            Payload.of(LowStockRequest.class, SORT.otherwise("stock"), TEXT, CURSOR, ITEMS_LIMIT);

    private Requests() {}

    /**
     * A request for a page of items.
     *
     * @param sort the field by which the items are sorted, with {@code -} in front for the reverse order
     * @param text a part of the names of the items, in upper or lower case; empty for all items
     * @param lowStock {@code true} to include only items with low stock
     * @param discontinued {@code true} to include discontinued items
     * @param cursor the cursor of the page before; empty for the first page
     * @param limit the maximum number of items
     */
    public record ItemsRequest(
            String sort, String text, boolean lowStock, boolean discontinued, Optional<String> cursor, int limit) {}

    /** A request for a page of items with low stock. The components are those of {@link ItemsRequest}. */
    public record LowStockRequest(String sort, String text, Optional<String> cursor, int limit) {

        /** Returns the same request as one for a page of items. */
        public ItemsRequest items() {
            return new ItemsRequest(sort, text, true, false, cursor, limit);
        }
    }

    /** A request for a page of the history of an item; without a cursor for the newest events. */
    public record HistoryRequest(String sku, Optional<String> cursor, int limit) {}

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
