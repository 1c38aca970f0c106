package dev.iii.example.inventory.write;

import dev.iii.example.inventory.domain.Command;
import dev.iii.example.inventory.domain.Decision;
import dev.iii.example.inventory.domain.Decision.Accepted;
import dev.iii.example.inventory.domain.Decision.Refused;
import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.EventLog.Appended;
import dev.iii.example.inventory.log.Head;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.write.KnownHeads.Known;
import dev.iii.sdk.error.FunctionException;
import java.time.Clock;
import java.time.Duration;

/**
 * Executes commands: reads the end of the log, decides, and appends the event. If another command was faster, it starts
 * again. Thread-safe.
 *
 * <p>A command may be accepted based on the remembered end of the log, because the log rejects an event that was decided on
 * an outdated item. A command is refused only based on a read that started after the request. Otherwise an outdated item
 * could cause a wrong refusal. One read serves all commands that were waiting at that time.
 */
public final class CommandRunner {

    private static final int ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventLog log;
    private final Clock clock;
    private final SkuLocks locks = new SkuLocks(PATIENCE);
    private final KnownHeads known = new KnownHeads();

    /**
     * Creates a runner.
     *
     * @param log the log
     * @param clock the clock for the time of the events
     */
    public CommandRunner(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * The result of an accepted command.
     *
     * @param event the appended event
     * @param item the item after this event
     */
    public record Done(LoggedEvent event, Item item) {}

    /**
     * Executes a command. Blocks until its event is in the log.
     *
     * @param command the command
     * @param commandId a unique id, by which a repeated append of the same event is recognized
     * @throws FunctionException if the rules refuse the command: {@code unknown_sku} with status 404, {@code
     *     not_enough_stock} or {@code too_much_stock} with status 409; or if too many other commands for the same SKU are
     *     running: {@code busy} with status 503
     */
    public Done run(Command command, String commandId) throws InterruptedException {
        long asked = System.nanoTime();
        return locks.inTurn(command.sku(), () -> decideAndAppend(command, commandId, asked));
    }

    private Done decideAndAppend(Command command, String commandId, long asked) {
        // Remove the remembered end, so that no command uses it if this one fails.
        Known end = known.take(command.sku()).orElseGet(() -> read(command.sku()));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Head head = end.head();
            Decision decision = Inventory.decide(head.item(), command);
            if (decision instanceof Accepted accepted) {
                LoggedEvent event = LoggedEvent.of(accepted.event(), head.seq() + 1, commandId, clock.millis());
                long now = System.nanoTime();
                Appended appended = log.append(head, event);
                if (appended.won()) {
                    known.put(new Known(appended.head(), now));
                    return new Done(event, Inventory.fold(head.item(), accepted.event()));
                }
            } else if (end.isSince(asked) && decision instanceof Refused refused) {
                known.put(end);
                throw refusal(refused);
            }
            end = read(command.sku());
        }
        throw new FunctionException(
                        "busy",
                        "could not append an event for " + command.sku() + " in " + ATTEMPTS
                                + " attempts because other commands were faster; nothing was changed, try again")
                .withHttpStatus(503);
    }

    private Known read(String sku) {
        long now = System.nanoTime();
        return new Known(log.head(sku), now);
    }

    private static FunctionException refusal(Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_SKU -> new FunctionException("unknown_sku", refused.message()).withHttpStatus(404);
            case NOT_ENOUGH_STOCK -> new FunctionException("not_enough_stock", refused.message()).withHttpStatus(409);
            case TOO_MUCH_STOCK -> new FunctionException("too_much_stock", refused.message()).withHttpStatus(409);
        };
    }
}
