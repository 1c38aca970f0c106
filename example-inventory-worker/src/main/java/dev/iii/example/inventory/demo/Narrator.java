package dev.iii.example.inventory.demo;

import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.notify.Alert;
import dev.iii.example.inventory.notify.Alerts;
import dev.iii.example.inventory.notify.LowStock;
import dev.iii.example.inventory.read.InventoryList;
import dev.iii.example.inventory.read.InventoryStats;
import dev.iii.sdk.Worker;
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
import java.util.function.BooleanSupplier;

/** Sends requests, prints them with their results, and counts the results that differ from the expected ones. */
final class Narrator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final List<String> VIEWS = List.of(InventoryList.NAME, InventoryStats.NAME, LowStock.NAME);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final Worker observer;
    private final EventLog log;
    private final PrintStream out;
    private int differences;

    Narrator(URI base, Worker observer, PrintStream out) {
        this.base = base;
        this.observer = observer;
        this.log = new EventLog(observer.state());
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

    /** Checks and prints that the event of a command is at the end of the log, and that all views include it. */
    void reportEvent(Reply reply) throws InterruptedException {
        String id = reply.text("eventId");
        List<LoggedEvent> newest = log.newest(id.replaceFirst(":.*", ""), 1);
        boolean appended = newest.size() == 1 && newest.get(0).id().equals(id);
        check(appended, "the event at the end of the log");
        if (appended) {
            LoggedEvent event = newest.get(0);
            printRow("event", id + " " + event.data().text() + ", published as " + event.topic());
            reportViews(event.sku(), event.seq());
        }
    }

    void reportViews(String sku, long seq) throws InterruptedException {
        for (String view : VIEWS) {
            boolean current = await(() -> position(view, sku) == seq);
            check(current, view + " at " + sku + ":" + seq + " within " + PATIENCE.toSeconds() + " s");
        }
        printRow("projections", String.join(", ", VIEWS) + " are at " + sku + ":" + seq);
    }

    private long position(String view, String sku) {
        Json seq = observer.state()
                .get(view, sku, Json.class)
                .orElse(Json.NULL)
                .field("position")
                .field("seq");
        return seq.isNull() ? 0 : Objects.requireNonNullElse(seq.as(Long.class), 0L);
    }

    /** Checks and prints that a request has not appended an event. */
    void reportNoEvent(String sku, long last) {
        long seq = log.head(sku).seq();
        check(seq == last, "no new event of " + sku);
        printRow("event", last == 0 ? "none" : "none; the log still ends at " + sku + ":" + seq);
    }

    /** Checks and prints that exactly these alerts were delivered. */
    void reportAlerts(List<String> ids) throws InterruptedException {
        boolean delivered =
                await(() -> alerts().stream().map(Alert::id).sorted().toList().equals(ids));
        check(delivered, "alerts for " + ids);
        for (Alert alert : alerts()) {
            printRow("alert", "low stock: " + alert.stock() + " of " + alert.name() + " left, at event " + alert.id());
        }
    }

    private List<Alert> alerts() {
        return observer.state().list(Alerts.DELIVERED, Alert.class);
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
