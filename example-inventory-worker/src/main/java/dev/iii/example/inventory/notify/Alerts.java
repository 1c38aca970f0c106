package dev.iii.example.inventory.notify;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.state.StateUpdate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts from the crossing to the people. Thread-safe. */
public final class Alerts {

    /** The function that tells people. */
    public static final String FUNCTION = "notify::low-stock";

    /** The scope of alerts that nobody has been told of yet. */
    public static final String OPEN = "inventory-alerts-open";

    /** The scope of all alerts that people have been told of. */
    public static final String TOLD = "inventory-alerts";

    private static final Logger log = LoggerFactory.getLogger(Alerts.class);

    private final Worker worker;
    private final StateClient state;
    private final Consumer<Alert> people;

    /**
     * @param worker makes the calls
     * @param state one that tries again when an answer is lost
     * @param people is told of each alert once
     */
    public Alerts(Worker worker, StateClient state, Consumer<Alert> people) {
        this.worker = worker;
        this.state = state;
        this.people = people;
    }

    /** A way to tell people that needs nobody: the log. */
    public static void warn(Alert alert) {
        log.atWarn()
                .addKeyValue("event", alert.id())
                .addKeyValue("sku", alert.sku())
                .addKeyValue("stock", alert.stock())
                .addKeyValue("threshold", alert.threshold())
                .log("low stock: {}", alert.name());
    }

    /** Writes an alert down and sends it. Twice is no harm. */
    public void raise(Alert alert) {
        state.set(OPEN, alert.id(), alert);
        send(alert);
    }

    /** Sends what is still open: the call was lost, or the notifier has failed. */
    public void sendOpen() {
        state.list(OPEN, Alert.class).forEach(this::send);
    }

    private void send(Alert alert) {
        worker.trigger(Call.to(FUNCTION, alert).withoutReply());
    }

    /**
     * The handler of {@code notify::low-stock}. Claims the alert first, by an append that the engine puts into an order; only
     * the first claim tells people.
     *
     * @return whether it was this call
     */
    public boolean tell(Alert alert) {
        Claim claim = new Claim(UUID.randomUUID().toString());
        StateChange change =
                state.update(TOLD, alert.id(), StateUpdate.begin().merge(alert).append("claims", claim));
        List<Json> claims = change.newValue().field("claims").elements();
        boolean first = !claims.isEmpty() && claim.equals(claims.get(0).as(Claim.class));
        if (first) {
            people.accept(alert);
        } else {
            log.atDebug().addKeyValue("event", alert.id()).log("alert was told before");
        }
        state.delete(OPEN, alert.id());
        return first;
    }

    /** Who wants to tell people. An object, because the engine would join texts that are appended into one text. */
    private record Claim(String by) {}
}
