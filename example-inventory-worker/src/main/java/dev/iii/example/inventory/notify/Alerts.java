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

/** Stores low-stock alerts, sends them to {@code notify::low-stock} and delivers them to the recipient. Thread-safe. */
public final class Alerts {

    /** The id of the function that delivers alerts. */
    public static final String FUNCTION = "notify::low-stock";

    /** The scope of alerts that were not delivered yet. */
    public static final String OPEN = "inventory-alerts-open";

    /** The scope of delivered alerts. */
    public static final String DELIVERED = "inventory-alerts";

    private static final Logger log = LoggerFactory.getLogger(Alerts.class);

    private final Worker worker;
    private final StateClient state;
    private final Consumer<Alert> recipient;

    /**
     * Creates the alerts of a worker.
     *
     * @param worker the worker that calls {@code notify::low-stock}
     * @param state a client that retries if a result is lost
     * @param recipient receives each alert at most once, on a handler thread
     */
    public Alerts(Worker worker, StateClient state, Consumer<Alert> recipient) {
        this.worker = worker;
        this.state = state;
        this.recipient = recipient;
    }

    /** Logs an alert as a warning. This is the default recipient. */
    public static void warn(Alert alert) {
        log.atWarn()
                .addKeyValue("event", alert.id())
                .addKeyValue("sku", alert.sku())
                .addKeyValue("stock", alert.stock())
                .addKeyValue("threshold", alert.threshold())
                .log("Low stock: {}", alert.name());
    }

    /** Stores an alert as open and sends it. Idempotent. */
    public void raise(Alert alert) {
        state.set(OPEN, alert.id(), alert);
        send(alert);
    }

    /** Sends all open alerts again, because a call may be lost or {@code notify::low-stock} may fail. */
    public void sendOpen() {
        state.list(OPEN, Alert.class).forEach(this::send);
    }

    private void send(Alert alert) {
        worker.trigger(Call.to(FUNCTION, alert).withoutReply());
    }

    /**
     * Delivers an alert to the recipient. This is the handler of {@code notify::low-stock}. Each call first appends a claim,
     * and the engine orders the claims. Only the call with the first claim delivers the alert.
     *
     * @return {@code true} if this call has delivered the alert
     */
    public boolean deliver(Alert alert) {
        Claim claim = new Claim(UUID.randomUUID().toString());
        StateChange change = state.update(
                DELIVERED, alert.id(), StateUpdate.create().merge(alert).append("claims", claim));
        List<Json> claims = change.newValue().field("claims").elements();
        boolean first = !claims.isEmpty() && claim.equals(claims.get(0).as(Claim.class));
        if (first) {
            recipient.accept(alert);
        } else {
            log.atDebug().addKeyValue("event", alert.id()).log("Alert was already delivered");
        }
        state.delete(OPEN, alert.id());
        return first;
    }

    /** The claim of one call. It is a JSON object, because the engine would concatenate appended strings to one string. */
    private record Claim(String by) {}
}
