package dev.iii.example.inventory.write;

import dev.iii.example.inventory.domain.Command;
import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions behind {@code cmd::…}. Thread-safe. */
public final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final Worker worker;
    private final CommandRunner runner;

    /** @param worker publishes the events */
    public Commands(Worker worker, CommandRunner runner) {
        this.worker = worker;
        this.runner = runner;
    }

    /**
     * The answer to {@code cmd::add-inventory-item}.
     *
     * @param eventId the event that came of it
     * @param stock how many there are now
     */
    public record Added(String eventId, String sku, long quantity, long stock) {}

    /**
     * The answer to {@code cmd::sell-item}.
     *
     * @param eventId the event that came of it
     * @param priceCents the price of one
     * @param totalCents the price of all
     * @param left how many there are still
     */
    public record Sold(String eventId, String sku, long quantity, long priceCents, long totalCents, long left) {}

    /** Adds. */
    public Added add(AddItem add) throws InterruptedException {
        CommandRunner.Done done = run(add);
        return new Added(
                done.event().id(), add.sku(), add.quantity(), done.item().stock());
    }

    /** Sells. */
    public Sold sell(SellItem sell) throws InterruptedException {
        CommandRunner.Done done = run(sell);
        Item item = done.item();
        return new Sold(
                done.event().id(),
                sell.sku(),
                sell.quantity(),
                item.priceCents(),
                item.priceCents() * sell.quantity(),
                item.stock());
    }

    private CommandRunner.Done run(Command command) throws InterruptedException {
        String commandId = UUID.randomUUID().toString();
        try {
            CommandRunner.Done done = runner.run(command, commandId);
            log.atInfo()
                    .addKeyValue("event", done.event().id())
                    .addKeyValue("type", done.event().type())
                    .addKeyValue("command", commandId)
                    .addKeyValue("stock", done.item().stock())
                    .log("event appended");
            publish(done.event());
            return done;
        } catch (FunctionException e) {
            log.atInfo()
                    .addKeyValue("sku", command.sku())
                    .addKeyValue("command", commandId)
                    .addKeyValue("code", e.code())
                    .log("command refused: {}", e.getMessage());
            throw e;
        }
    }

    /**
     * Tells the projections. A message that does not get through is no reason to tell the customer that nothing was sold:
     * the event stands in the log, and the views look there by themselves.
     */
    private void publish(LoggedEvent event) {
        try {
            worker.publish(event.topic(), event);
        } catch (CallException e) {
            log.atWarn()
                    .addKeyValue("event", event.id())
                    .log("event not published, the views will find it in the log: {}", e.getMessage());
        }
    }
}
