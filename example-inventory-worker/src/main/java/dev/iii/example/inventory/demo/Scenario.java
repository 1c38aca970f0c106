package dev.iii.example.inventory.demo;

import dev.iii.example.inventory.demo.Narrator.Reply;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The requests of the demo and their expected results. */
final class Scenario {

    private static final int BUYERS = 16;

    private final Narrator narrator;

    Scenario(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Plays the scenario. Returns the number of results that differ from the expected ones. */
    int play() throws InterruptedException {
        addItems();
        sellItems();
        repeatASale();
        sendInvalidRequests();
        sellTheLastUnitsToManyBuyers();
        query();
        narrator.print("");
        int differences = narrator.differences();
        narrator.print(
                differences == 0
                        ? "All results are as expected."
                        : differences + " results differ from the expected results.");
        return differences;
    }

    private void addItems() throws InterruptedException {
        narrator.reportEvent(narrator.post(
                "/inventory/add",
                "{\"sku\":\"TEAPOT\",\"name\":\"Teapot\",\"quantity\":12,\"priceCents\":2450,\"lowStockThreshold\":5}",
                200));
        narrator.reportEvent(narrator.post(
                "/inventory/add",
                "{\"sku\":\"KETTLE\",\"name\":\"Kettle\",\"quantity\":8,\"priceCents\":3900,\"lowStockThreshold\":2}",
                200));
    }

    private void sellItems() throws InterruptedException {
        Reply sold = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":4}", 200);
        narrator.check(sold.number("left") == 8, "8 left");
        narrator.check(sold.number("totalCents") == 9800, "a total of 9800 cents");
        narrator.reportEvent(sold);
        narrator.reportAlerts(0);
        Reply more = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":4}", 200);
        narrator.reportEvent(more);
        narrator.reportAlerts(1);
    }

    /** A client that got no answer sends its request again with the same command id. */
    private void repeatASale() throws InterruptedException {
        String sale = "{\"sku\":\"KETTLE\",\"quantity\":1,\"commandId\":\"order-1\"}";
        Reply first = narrator.post("/inventory/sell", sale, 200);
        narrator.reportEvent(first);
        Reply again = narrator.post("/inventory/sell", sale, 200);
        narrator.check(again.text("eventId").equals(first.text("eventId")), "the same event as before");
        narrator.reportNoEvent("KETTLE", 2);
    }

    private void sendInvalidRequests() throws InterruptedException {
        Reply tooMany = narrator.post("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":5}", 409);
        narrator.check(tooMany.text("code").equals("not_enough_stock"), "the code not_enough_stock");
        narrator.reportNoEvent("TEAPOT", 3);
        Reply unknown = narrator.post("/inventory/sell", "{\"sku\":\"SAMOVAR\",\"quantity\":1}", 404);
        narrator.check(unknown.text("code").equals("unknown_sku"), "the code unknown_sku");
        narrator.reportNoEvent("SAMOVAR", 0);
        Reply bad = narrator.post(
                "/inventory/add", "{\"sku\":\"<b>\",\"name\":\"\",\"quantity\":-3,\"priceCents\":9.99}", 400);
        List<String> named = new ArrayList<>();
        bad.body()
                .field("errors")
                .elements()
                .forEach(e -> named.add(String.valueOf(e.field("field").as(String.class))));
        narrator.check(
                named.equals(List.of("sku", "name", "quantity", "priceCents")),
                "errors for all four fields, not for " + named);
    }

    private void sellTheLastUnitsToManyBuyers() throws InterruptedException {
        narrator.print(
                "\n" + BUYERS + " buyers at the same time: POST /inventory/sell {\"sku\":\"TEAPOT\",\"quantity\":1}");
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        int sold = 0;
        int refused = 0;
        try {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                replies.add(buyers.submit(
                        () -> narrator.postSilently("/inventory/sell", "{\"sku\":\"TEAPOT\",\"quantity\":1}")));
            }
            for (Future<Reply> reply : replies) {
                int status = reply.get().status();
                sold += status == 200 ? 1 : 0;
                refused += status == 409 ? 1 : 0;
            }
        } catch (ExecutionException e) {
            narrator.check(false, "responses for all buyers, not " + e.getCause());
        } finally {
            buyers.shutdownNow();
        }
        narrator.printRow("responses", sold + " times 200, " + refused + " times 409");
        narrator.check(sold == 4 && refused == BUYERS - 4, "each of the last 4 units to be sold once");
        narrator.reportView("TEAPOT", 7);
        narrator.reportAlerts(1);
    }

    private void query() throws InterruptedException {
        Reply list = narrator.get("/inventory", 200);
        List<Json> items = list.body().field("items").elements();
        narrator.check(items.size() == 2, "two items");
        narrator.check(
                items.size() == 2 && "0".equals(items.get(1).field("stock").text()), "no teapots in stock");
        Reply analytics = narrator.get("/inventory/analytics", 200);
        narrator.check(analytics.number("unitsAdded") == 20, "20 units added");
        narrator.check(analytics.number("unitsSold") == 13, "13 units sold");
        narrator.check(analytics.number("revenueCents") == 12 * 2450 + 3900, "33300 cents of revenue");
        Reply history = narrator.get("/inventory/history?sku=TEAPOT", 200);
        narrator.check(history.body().field("events").elements().size() == 7, "seven events");
    }
}
