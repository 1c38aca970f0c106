package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Item;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Low-stock alerts: when they are sent, and the recipients. */
public final class Alerts {

    /** The id of the function that sends the alerts. */
    public static final String FUNCTION = "notify::low-stock";

    private static final Logger log = LoggerFactory.getLogger(Alerts.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private Alerts() {}

    /**
     * A low-stock alert. Immutable.
     *
     * @param sku the SKU of the item
     * @param name the name of the item
     * @param stock the stock after the event
     * @param threshold the threshold of the item: the stock is low if it is at or below this number
     * @param at the time of the event, in milliseconds since 1970-01-01T00:00Z
     */
    public record Alert(String sku, String name, long stock, long threshold, long at) {}

    /**
     * Returns an alert if the stock is low after an event and was not low before, because the stock fell or the threshold rose.
     * A new item with low stock does not cause an alert.
     */
    static Optional<Alert> when(Item before, Recorded<Event> recorded, Item after) {
        return after.isNewlyLow(before)
                ? Optional.of(new Alert(
                        recorded.stream(),
                        after.name(),
                        after.stock(),
                        after.lowStockThreshold(),
                        recorded.at().toEpochMilli()))
                : Optional.empty();
    }

    /** Logs an alert as a warning. This is the recipient if no webhook is configured. */
    public static void warn(Occasion<Alert> occasion) {
        Alert alert = occasion.value();
        log.atWarn()
                .addKeyValue("alert", occasion.id())
                .addKeyValue("sku", alert.sku())
                .addKeyValue("stock", alert.stock())
                .addKeyValue("threshold", alert.threshold())
                .log("Low stock: {}", alert.name());
    }

    /**
     * Returns a recipient that sends each alert to a webhook. The id of the alert is in the body and in the header {@code
     * Idempotency-Key}. It is the same for all attempts, so the receiver can ignore duplicates.
     *
     * @param webhook the address, which receives a POST request; a status other than 2xx is a failed attempt
     * @throws IllegalArgumentException if the address is not an HTTP address
     */
    public static Reaction.Handler<Alert> webhook(URI webhook) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpRequest.Builder template =
                HttpRequest.newBuilder(webhook).timeout(TIMEOUT).header("content-type", "application/json");
        return occasion -> {
            HttpResponse<Void> response = http.send(
                    template.copy()
                            .header("Idempotency-Key", occasion.id())
                            .POST(BodyPublishers.ofString(body(occasion).text()))
                            .build(),
                    BodyHandlers.discarding());
            if (response.statusCode() / HUNDRED != SUCCESS) {
                throw new IOException("the webhook answered with status " + response.statusCode());
            }
        };
    }

    private static Json body(Occasion<Alert> occasion) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", Json.of(occasion.id()));
        fields.putAll(Json.of(occasion.value()).fields());
        return Json.object(fields);
    }
}
