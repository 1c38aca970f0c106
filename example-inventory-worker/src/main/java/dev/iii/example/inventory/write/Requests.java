package dev.iii.example.inventory.write;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.request.Form;
import dev.iii.sdk.json.Json;

/** Reads commands from JSON. If a request is invalid, the exception lists every invalid field. */
public final class Requests {

    /** The maximum quantity of one command. */
    public static final long MAX_QUANTITY = 1_000_000;

    /** The maximum price of one unit, in cents. */
    public static final long MAX_PRICE_CENTS = 10_000_000;

    private static final long DEFAULT_THRESHOLD = 5;
    private static final int MAX_NAME = 200;

    /** The JSON Schema of the input of {@link #add}, which the engine publishes to other workers. */
    public static final Json ADD_SCHEMA = Json.parse("""
            {"type":"object","required":["sku","name","quantity","priceCents"],"properties":{
             "sku":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,64}$"},
             "name":{"type":"string","minLength":1,"maxLength":200},
             "quantity":{"type":"integer","minimum":1,"maximum":1000000},
             "priceCents":{"type":"integer","minimum":1,"maximum":10000000},
             "lowStockThreshold":{"type":"integer","minimum":0,"maximum":1000000,"default":5}}}""");

    /** The JSON Schema of the input of {@link #sell}, which the engine publishes to other workers. */
    public static final Json SELL_SCHEMA = Json.parse("""
            {"type":"object","required":["sku","quantity"],"properties":{
             "sku":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,64}$"},
             "quantity":{"type":"integer","minimum":1,"maximum":1000000}}}""");

    private Requests() {}

    /**
     * Reads an {@link AddItem}.
     *
     * @throws dev.iii.sdk.error.InvalidRequestException if a field is invalid; the exception lists every invalid field
     */
    public static AddItem add(Json request) {
        Form form = new Form(request);
        AddItem add = new AddItem(
                form.sku(),
                form.text(
                        "name", "must be 1 to 200 characters, not blank, without control characters", Requests::isName),
                form.whole("quantity", 1, MAX_QUANTITY),
                form.whole("priceCents", 1, MAX_PRICE_CENTS),
                form.whole("lowStockThreshold", 0, MAX_QUANTITY, DEFAULT_THRESHOLD));
        form.check();
        return add;
    }

    /**
     * Reads a {@link SellItem}.
     *
     * @throws dev.iii.sdk.error.InvalidRequestException if a field is invalid; the exception lists every invalid field
     */
    public static SellItem sell(Json request) {
        Form form = new Form(request);
        SellItem sell = new SellItem(form.sku(), form.whole("quantity", 1, MAX_QUANTITY));
        form.check();
        return sell;
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
