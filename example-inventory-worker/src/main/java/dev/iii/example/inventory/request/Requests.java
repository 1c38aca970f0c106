package dev.iii.example.inventory.request;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.AdjustPrice;
import dev.iii.example.inventory.domain.Command.DiscontinueItem;
import dev.iii.example.inventory.domain.Command.RestockItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads requests from JSON. If a request is invalid, an {@link dev.iii.sdk.error.InvalidRequestException} lists every invalid
 * field.
 */
public final class Requests {

    /** The maximum quantity of one command. */
    public static final long MAX_QUANTITY = 1_000_000;

    /** The maximum price of one unit, in cents. */
    public static final long MAX_PRICE_CENTS = 10_000_000;

    /** The maximum number of items or events in one page. */
    public static final int MAX_PAGE = 1_000;

    private static final int DEFAULT_ITEMS = 100;
    private static final int MAX_NAME = 200;
    private static final int MAX_CURSOR = 4_000;
    private static final String PRICE = "priceCents";
    private static final String QUANTITY = "quantity";
    private static final Set<String> SORTS =
            Set.of("sku", "-sku", "name", "-name", "stock", "-stock", PRICE, "-" + PRICE);

    private static final Map<String, Json> FIELDS = Map.of(
            "sku",
            Json.parse("{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9._-]{1,64}$\"}"),
            "name",
            Json.parse("{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}"),
            QUANTITY,
            Json.parse("{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000000}"),
            PRICE,
            Json.parse("{\"type\":\"integer\",\"minimum\":1,\"maximum\":10000000}"),
            "expectedPriceCents",
            Json.parse("{\"type\":\"integer\",\"minimum\":1,\"maximum\":10000000}"),
            "lowStockThreshold",
            Json.parse("{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000}"),
            "commandId",
            Json.parse("{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}"),
            "expectedVersion",
            Json.parse("{\"type\":\"integer\",\"minimum\":0}"));

    private Requests() {}

    /**
     * Returns the JSON Schema of a command, which the engine publishes to other workers.
     *
     * @param required the required fields
     * @param optional further fields
     */
    public static Json schema(List<String> required, String... optional) {
        Map<String, Json> properties = new LinkedHashMap<>();
        required.forEach(field -> properties.put(field, FIELDS.get(field)));
        for (String field : optional) {
            properties.put(field, FIELDS.get(field));
        }
        properties.put("commandId", FIELDS.get("commandId"));
        properties.put("expectedVersion", FIELDS.get("expectedVersion"));
        return Json.of(Map.of(
                "type", "object", "required", required, "properties", properties, "additionalProperties", false));
    }

    /** Reads an {@link AddItem}. */
    public static AddItem add(Json request) {
        Form form = new Form(request);
        AddItem add = new AddItem(
                form.sku(),
                form.text(
                        "name", "must be 1 to 200 characters, not blank, without control characters", Requests::isName),
                form.whole(QUANTITY, 1, MAX_QUANTITY),
                form.whole(PRICE, 1, MAX_PRICE_CENTS),
                form.optionalWhole("lowStockThreshold", 0, MAX_QUANTITY));
        form.check();
        return add;
    }

    /** Reads a {@link RestockItem}. */
    public static RestockItem restock(Json request) {
        Form form = new Form(request);
        RestockItem restock = new RestockItem(form.sku(), form.whole(QUANTITY, 1, MAX_QUANTITY));
        form.check();
        return restock;
    }

    /** Reads an {@link AdjustPrice}. */
    public static AdjustPrice adjustPrice(Json request) {
        Form form = new Form(request);
        AdjustPrice adjust = new AdjustPrice(form.sku(), form.whole(PRICE, 1, MAX_PRICE_CENTS));
        form.check();
        return adjust;
    }

    /** Reads a {@link SellItem}. */
    public static SellItem sell(Json request) {
        Form form = new Form(request);
        SellItem sell = new SellItem(
                form.sku(),
                form.whole(QUANTITY, 1, MAX_QUANTITY),
                form.optionalWhole("expectedPriceCents", 1, MAX_PRICE_CENTS));
        form.check();
        return sell;
    }

    /** Reads a {@link DiscontinueItem}. */
    public static DiscontinueItem discontinue(Json request) {
        return new DiscontinueItem(sku(request));
    }

    /** Reads a request that consists only of a SKU. */
    public static String sku(Json request) {
        Form form = new Form(request);
        String sku = form.sku();
        form.check();
        return sku;
    }

    /** Reads a request without fields. */
    public static Json nothing(Json request) {
        new Form(request).check();
        return request;
    }

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
            String sort, String text, boolean lowStock, boolean discontinued, Optional<String> cursor, int limit) {

        /** Reads a request. All fields are optional. */
        public static ItemsRequest read(Json request) {
            Form form = new Form(request);
            ItemsRequest items = new ItemsRequest(
                    sort(form, "sku"),
                    text(form),
                    form.flag("lowStock"),
                    form.flag("discontinued"),
                    pageCursor(form),
                    limit(form));
            form.check();
            return items;
        }

        /** Reads a request for items with low stock. All fields are optional. */
        public static ItemsRequest readLowStock(Json request) {
            Form form = new Form(request);
            ItemsRequest items =
                    new ItemsRequest(sort(form, "stock"), text(form), true, false, pageCursor(form), limit(form));
            form.check();
            return items;
        }

        private static String sort(Form form, String otherwise) {
            return form.optionalText(
                            "sort",
                            "must be sku, name, stock or priceCents, or one of them after a '-'",
                            SORTS::contains)
                    .orElse(otherwise);
        }

        private static String text(Form form) {
            return form.optionalText("text", "must be at most 200 characters", text -> text.length() <= MAX_NAME)
                    .orElse("");
        }

        private static int limit(Form form) {
            return form.parameter("limit", 1, MAX_PAGE, DEFAULT_ITEMS);
        }
    }

    /**
     * A request for a page of the history of an item.
     *
     * @param sku the SKU of the item
     * @param cursor the cursor of the page before; empty for the newest events
     * @param limit the maximum number of events
     */
    public record HistoryRequest(String sku, Optional<String> cursor, int limit) {

        /** Reads {@code sku} and the optional {@code cursor} and {@code limit}. */
        public static HistoryRequest read(Json request) {
            Form form = new Form(request);
            HistoryRequest history =
                    new HistoryRequest(form.sku(), pageCursor(form), form.parameter("limit", 1, MAX_PAGE, MAX_PAGE));
            form.check();
            return history;
        }
    }

    private static Optional<String> pageCursor(Form form) {
        return form.optionalText("cursor", "is not a cursor of a page", text -> text.length() <= MAX_CURSOR);
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
