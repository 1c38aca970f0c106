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

/** Makes requests, prints them with what came of them, and counts what is otherwise than expected. */
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

    /** What the engine answered. */
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

    void say(String line) {
        out.println(line);
    }

    void tell(String what, String how) {
        out.println("  " + (what + "             ").substring(0, 13) + how);
    }

    void check(boolean asExpected, String expected) {
        if (!asExpected) {
            differences++;
            tell("DIFFERS", "expected " + expected);
        }
    }

    // ---------------------------------------------------------------- requests

    Reply get(String path, int status) throws InterruptedException {
        say("\nGET " + path);
        return told(send(HttpRequest.newBuilder(base.resolve(path)).GET()), status);
    }

    Reply post(String path, String body, int status) throws InterruptedException {
        say("\nPOST " + path + " " + body);
        return told(quietly(path, body), status);
    }

    /** Without a word. */
    Reply quietly(String path, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private Reply told(Reply reply, int status) {
        tell(Integer.toString(reply.status()), reply.body().text());
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

    // ---------------------------------------------------------------- what came of them

    /** The event of a command is in the log, and every projection comes to it. */
    void tellEvent(Reply reply) throws InterruptedException {
        String id = reply.text("eventId");
        List<LoggedEvent> newest = log.newest(id.replaceFirst(":.*", ""), 1);
        boolean appended = newest.size() == 1 && newest.get(0).id().equals(id);
        check(appended, "the event at the end of the log");
        if (appended) {
            LoggedEvent event = newest.get(0);
            tell("event", id + " " + event.data().text() + ", published as " + event.topic());
            tellViews(event.sku(), event.seq());
        }
    }

    void tellViews(String sku, long seq) throws InterruptedException {
        for (String view : VIEWS) {
            boolean there = await(() -> position(view, sku) == seq);
            check(there, view + " at " + sku + ":" + seq + " within " + PATIENCE.toSeconds() + " s");
        }
        tell("projections", String.join(", ", VIEWS) + " are at " + sku + ":" + seq);
    }

    private long position(String view, String sku) {
        Json seq = observer.state()
                .get(view, sku, Json.class)
                .orElse(Json.NULL)
                .field("position")
                .field("seq");
        return seq.isNull() ? 0 : Objects.requireNonNullElse(seq.as(Long.class), 0L);
    }

    /** Nothing has come of it. */
    void tellNoEvent(String sku, long last) {
        long seq = log.head(sku).seq();
        check(seq == last, "no new event of " + sku);
        tell("event", last == 0 ? "none" : "none; the log still ends at " + sku + ":" + seq);
    }

    /** People were told, and of nothing else. */
    void tellAlerts(List<String> ids) throws InterruptedException {
        boolean told =
                await(() -> alerts().stream().map(Alert::id).sorted().toList().equals(ids));
        check(told, "alerts for " + ids);
        for (Alert alert : alerts()) {
            tell("alert", "low stock: " + alert.stock() + " of " + alert.name() + " left, at event " + alert.id());
        }
    }

    private List<Alert> alerts() {
        return observer.state().list(Alerts.TOLD, Alert.class);
    }

    /** Looks again and again until it is so, or for too long. */
    private static boolean await(BooleanSupplier isSo) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return true;
    }
}
