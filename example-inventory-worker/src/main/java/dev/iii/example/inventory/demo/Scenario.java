package dev.iii.example.inventory.demo;

import dev.iii.example.inventory.demo.Narrator.Reply;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An afternoon in the shop. */
final class Scenario {

    private static final int BUYERS = 16;

    private final Narrator narrator;

    Scenario(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Plays; the answer is how often something was otherwise than expected. */
    int play() throws InterruptedException {
        goodsComeIn();
        goodsGoOut();
        mistakesAreAnswered();
        everybodyWantsTheLast();
        theBooksAreRead();
        narrator.say("");
        int differences = narrator.differences();
        narrator.say(
                differences == 0 ? "All went as expected." : differences + " things went otherwise than expected.");
        return differences;
    }

    private void goodsComeIn() throws InterruptedException {
        narrator.tellEvent(narrator.post(
                "/inventory/add",
                "{\"sku\":\"TEAPOT\",\"name\":\"Teapot\",\"quantity\":12,\"priceCents\":2450,\"lowStockThreshold\":5}",
                200));
        narrator.tellEvent(narrator.post(
                "/inventory/add",
                "{\"sku\":\"KETTLE\",\"name\":\"Kettle\",\"quantity\":8,\"priceCents\":3900,\"lowStockThreshold\":2}",
                200));
    }

    private void goodsGoOut() throws InterruptedException {
        Reply sold = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":4}", 200);
        narrator.check(sold.number("left") == 8, "8 left");
        narrator.check(sold.number("totalCents") == 9800, "9800 cents for four");
        narrator.tellEvent(sold);
        narrator.tellAlerts(List.of());
        Reply more = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":4}", 200);
        narrator.tellEvent(more);
        narrator.tellAlerts(List.of("TEAPOT:3"));
    }

    private void mistakesAreAnswered() throws InterruptedException {
        Reply tooMany = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":5}", 409);
        narrator.check(tooMany.text("code").equals("not_enough_stock"), "the code not_enough_stock");
        narrator.tellNoEvent("TEAPOT", 3);
        Reply unknown = narrator.post("/inventory/sell", "{\"sku\":\"SAMOVAR\",\"quantity\":1}", 404);
        narrator.check(unknown.text("code").equals("unknown_sku"), "the code unknown_sku");
        narrator.tellNoEvent("SAMOVAR", 0);
        Reply bad = narrator.post(
                "/inventory/add", "{\"sku\":\"<b>\",\"name\":\"\",\"quantity\":-3,\"priceCents\":9.99}", 400);
        List<String> named = new ArrayList<>();
        bad.body()
                .field("errors")
                .elements()
                .forEach(e -> named.add(String.valueOf(e.field("field").as(String.class))));
        narrator.check(
                named.equals(List.of("sku", "name", "quantity", "priceCents")),
                "all four fields by name, not " + named);
    }

    private void everybodyWantsTheLast() throws InterruptedException {
        narrator.say("\n" + BUYERS + " buyers at once: POST /inventory/sell {\"sku\":\"TEAPOT\",\"quantity\":1}");
        ExecutorService crowd = Executors.newFixedThreadPool(BUYERS);
        int sold = 0;
        int refused = 0;
        try {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                replies.add(
                        crowd.submit(() -> narrator.quietly("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":1}")));
            }
            for (Future<Reply> reply : replies) {
                int status = reply.get().status();
                sold += status == 200 ? 1 : 0;
                refused += status == 409 ? 1 : 0;
            }
        } catch (ExecutionException e) {
            narrator.check(false, "answers for all of them, not " + e.getCause());
        } finally {
            crowd.shutdownNow();
        }
        narrator.tell("answers", sold + " times 200, " + refused + " times 409");
        narrator.check(sold == 4 && refused == BUYERS - 4, "the last 4 to be sold once each");
        narrator.tellViews("TEAPOT", 7);
        narrator.tellAlerts(List.of("TEAPOT:3"));
    }

    private void theBooksAreRead() throws InterruptedException {
        Reply list = narrator.get("/inventory", 200);
        List<Json> items = list.body().field("items").elements();
        narrator.check(items.size() == 2, "two items");
        narrator.check(
                items.size() == 2 && "0".equals(items.get(1).field("stock").text()), "no teapot left");
        Reply analytics = narrator.get("/inventory/analytics", 200);
        narrator.check(analytics.number("unitsAdded") == 20, "20 units added");
        narrator.check(analytics.number("unitsSold") == 12, "12 units sold");
        narrator.check(analytics.number("revenueCents") == 12 * 2450, "29400 cents of revenue");
        Reply history = narrator.get("/inventory/history?sku=TEAPOT", 200);
        narrator.check(history.body().field("events").elements().size() == 7, "seven events");
    }
}
