package dev.iii.example.inventory.demo;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.domain.Event;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Sends requests, prints them with their results, and counts the results that differ from the expected ones. */
final class Narrator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final EventSourcing es;
    private final List<Occasion<Alert>> alerts;
    private final PrintStream out;
    private int differences;

    /**
     * Creates a narrator.
     *
     * @param base the address of the HTTP routes
     * @param es reads the event logs
     * @param alerts the alerts that were delivered until now; changed by other threads
     */
    Narrator(URI base, EventSourcing es, List<Occasion<Alert>> alerts, PrintStream out) {
        this.base = base;
        this.es = es;
        this.alerts = alerts;
        this.out = out;
    }

    /** The HTTP response of the engine. The status is 0 if there was none. */
    record Reply(int status, Json body) {

        String text(String field) {
            Json value = body.field(field);
            return value.isNull() ? "" : Objects.requireNonNullElse(value.as(String.class), "");
        }

        long number(String field) {
            Json value = body.field(field);
            return value.isNull() ? 0 : Objects.requireNonNullElse(value.as(Long.class), 0L);
        }
    }

    int differences() {
        return differences;
    }

    void print(String line) {
        out.println(line);
    }

    void printRow(String title, String text) {
        out.println("  " + (title + "             ").substring(0, 13) + text);
    }

    void check(boolean asExpected, String expected) {
        if (!asExpected) {
            differences++;
            printRow("DIFFERS", "expected " + expected);
        }
    }

    // ---------------------------------------------------------------- requests

    Reply get(String path, int status) throws InterruptedException {
        print("\nGET " + path);
        return report(send(HttpRequest.newBuilder(base.resolve(path)).GET()), status);
    }

    Reply post(String path, String body, int status) throws InterruptedException {
        print("\nPOST " + path + " " + body);
        return report(postSilently(path, body), status);
    }

    /** Sends a POST request without printing it. May be called on several threads. */
    Reply postSilently(String path, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private Reply report(Reply reply, int status) {
        printRow(Integer.toString(reply.status()), reply.body().text());
        check(reply.status() == status, "status " + status);
        return reply;
    }

    private Reply send(HttpRequest.Builder request) throws InterruptedException {
        try {
            var response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), Json.parse(response.body()));
        } catch (IOException | IllegalArgumentException e) {
            return new Reply(0, Json.of(e.toString()));
        }
    }

    // ---------------------------------------------------------------- effects of the requests

    /** Checks and prints that the event of a command is at the end of the log, and that the view includes it. */
    void reportEvent(Reply reply) throws InterruptedException {
        String sku = reply.text("sku");
        Recorded<Event> newest = newest(sku).orElse(null);
        boolean appended = newest != null && newest.id().equals(reply.text("eventId"));
        check(appended, "the event at the end of the log");
        if (newest != null) {
            String type = newest.name().name();
            printRow(
                    "event",
                    type + " " + newest.id() + " " + Json.of(newest.event()).text() + ", published as "
                            + InventoryWorker.CONTEXT + "." + type);
            reportView(sku, newest.number());
        }
    }

    private Optional<Recorded<Event>> newest(String sku) {
        return es.history(InventoryWorker.ITEM, sku, Optional.empty(), 1).events().stream()
                .findFirst();
    }

    void reportView(String sku, long number) throws InterruptedException {
        boolean current = await(() -> itemOf(sku).number("version") == number);
        check(current, "the view of " + sku + " at event " + number + " within " + PATIENCE.toSeconds() + " s");
        printRow("view", sku + " is at event " + number);
    }

    private Reply itemOf(String sku) {
        try {
            return send(HttpRequest.newBuilder(base.resolve("/inventory/item?sku=" + sku))
                    .GET());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(0, Json.NULL);
        }
    }

    /** Checks and prints that a request has not appended an event. */
    void reportNoEvent(String sku, long last) {
        long number = newest(sku).map(Recorded::number).orElse(0L);
        check(number == last, "no new event of " + sku);
        printRow("event", last == 0 ? "none" : "none; the log of " + sku + " still ends at event " + number);
    }

    /** Checks and prints that exactly this number of alerts was delivered. */
    void reportAlerts(int expected) throws InterruptedException {
        check(await(() -> alerts.size() == expected), expected + " alerts");
        for (Occasion<Alert> alert : alerts) {
            Alert low = alert.value();
            printRow("alert", "low stock: " + low.stock() + " of " + low.name() + " left; id " + alert.id());
        }
    }

    /** Polls a condition until it is true. Returns {@code false} if it is not true within 10 s. */
    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return true;
    }
}
