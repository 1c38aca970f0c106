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

/** Implements the functions {@code cmd::…}. Its methods run on handler threads. Thread-safe. */
public final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final Worker worker;
    private final CommandRunner runner;

    /**
     * Creates the functions.
     *
     * @param worker the worker that publishes the events
     * @param runner executes the commands
     */
    public Commands(Worker worker, CommandRunner runner) {
        this.worker = worker;
        this.runner = runner;
    }

    /**
     * The result of {@code cmd::add-inventory-item}.
     *
     * @param eventId the id of the event
     * @param sku the SKU of the item
     * @param quantity the number of added units
     * @param stock the stock after the event
     */
    public record Added(String eventId, String sku, long quantity, long stock) {}

    /**
     * The result of {@code cmd::sell-item}.
     *
     * @param eventId the id of the event
     * @param sku the SKU of the item
     * @param quantity the number of sold units
     * @param priceCents the price of one unit, in cents
     * @param totalCents the price of all sold units, in cents
     * @param left the stock after the event
     */
    public record Sold(String eventId, String sku, long quantity, long priceCents, long totalCents, long left) {}

    /** Adds units of an item. Throws the exceptions of {@link CommandRunner#run}. */
    public Added add(AddItem add) throws InterruptedException {
        CommandRunner.Done done = run(add);
        return new Added(
                done.event().id(), add.sku(), add.quantity(), done.item().stock());
    }

    /** Sells units of an item. Throws the exceptions of {@link CommandRunner#run}. */
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
                    .log("Event appended");
            publish(done.event());
            return done;
        } catch (FunctionException e) {
            log.atInfo()
                    .addKeyValue("sku", command.sku())
                    .addKeyValue("command", commandId)
                    .addKeyValue("code", e.code())
                    .log("Command refused: {}", e.getMessage());
            throw e;
        }
    }

    /**
     * Publishes an event for the projections. Does not throw if this fails: the event is in the log, so the command has
     * succeeded, and the sweep updates the views from the log.
     */
    private void publish(LoggedEvent event) {
        try {
            worker.publish(event.topic(), event);
        } catch (CallException e) {
            log.atWarn()
                    .addKeyValue("event", event.id())
                    .log("Event was not published; the sweep will update the views from the log: {}", e.getMessage());
        }
    }
}
