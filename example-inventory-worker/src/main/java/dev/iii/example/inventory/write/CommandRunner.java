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
 * Carries a command out: read the end of the log, decide, append; when somebody else was faster, again. Thread-safe.
 *
 * <p>Yes is said on what this process remembers, because the log refuses an event that was decided on an old item. No is
 * said only on what was read after the question: a customer must not be sent away because of what a process had not heard
 * of. One reading answers all who were waiting by then.
 */
public final class CommandRunner {

    private static final int ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventLog log;
    private final Clock clock;
    private final SkuLocks locks = new SkuLocks(PATIENCE);
    private final KnownHeads known = new KnownHeads();

    /** @param clock tells the time of events */
    public CommandRunner(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** What a command has led to: its event, and the item right after it. */
    public record Done(LoggedEvent event, Item item) {}

    /**
     * Runs a command.
     *
     * @param commandId unique; when an append is made twice, it tells that it was the same
     * @throws FunctionException when the rules refuse it: {@code unknown_sku} with status 404, {@code not_enough_stock} or
     *     {@code too_much_stock} with status 409
     */
    public Done run(Command command, String commandId) throws InterruptedException {
        long asked = System.nanoTime();
        return locks.inTurn(command.sku(), () -> decideAndAppend(command, commandId, asked));
    }

    private Done decideAndAppend(Command command, String commandId, long asked) {
        // Taken, so that after a failure nobody believes it.
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
        throw new FunctionException("busy", "others were always faster at " + command.sku() + "; nothing was done")
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
