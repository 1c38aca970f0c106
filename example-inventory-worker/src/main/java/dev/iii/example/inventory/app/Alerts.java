package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Item;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Low-stock alerts: when they are sent, and the recipients. */
public final class Alerts {

    /** The id of the function that sends the alerts. */
    public static final String FUNCTION = "notify::low-stock";

    private static final Logger log = LoggerFactory.getLogger(Alerts.class);

    private Alerts() {}

    /** A low-stock alert. The stock and the time are those of the event; the time is in milliseconds since 1970-01-01T00:00Z. */
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
                .log(
                        "Low stock: {} ({}) has {} left, the threshold is {}",
                        alert.name(),
                        alert.sku(),
                        alert.stock(),
                        alert.threshold());
    }
}
