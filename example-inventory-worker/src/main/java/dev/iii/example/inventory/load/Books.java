package dev.iii.example.inventory.load;

import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares the answers of sales with the event log of the item and with its view. Used by one thread. */
final class Books {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Worker customer;
    private final String sku;
    private final PrintStream out;
    private final Set<String> eventIds = new HashSet<>();
    private final Set<String> commandIds = new HashSet<>();
    private long events;
    private long lowestNumber = Long.MAX_VALUE;
    private long highestNumber;
    private long added;
    private long sold;
    private boolean agree = true;

    Books(Worker customer, String sku, PrintStream out) {
        this.customer = customer;
        this.sku = sku;
        this.out = out;
    }

    /**
     * Compares the books and prints the result.
     *
     * @param stock the number of units that were added
     * @param answered the ids of the events of all sales that were answered
     * @param unknown the number of sales without an answer
     */
    boolean agree(long stock, Set<String> answered, int unknown) throws InterruptedException {
        readLog();
        check(events == highestNumber && (events == 0 || lowestNumber == 1), "the log has no gap");
        check(commandIds.size() == events, "each command is in the log once");
        check(added == stock, "the log contains the " + stock + " added units, not " + added);
        check(sold <= stock, "at most " + stock + " units are sold, not " + sold);
        check(eventIds.containsAll(answered), "each answered sale is in the log");
        check(
                sold >= answered.size() && sold <= answered.size() + unknown,
                "the log contains the " + answered.size() + " answered sales, and at most the " + unknown
                        + " unknown ones more, not " + sold);
        check(viewAgrees(), "the view has " + (added - sold) + " units after event " + highestNumber);
        out.println(
                agree
                        ? "The books balance: " + events + " events, " + sold + " sold, " + (added - sold)
                                + " in stock, in the log and in the view."
                        : "The books do not balance.");
        return agree;
    }

    private void check(boolean holds, String expected) {
        if (!holds) {
            agree = false;
            out.println("  expected that " + expected);
        }
    }

    private void readLog() {
        String cursor = null;
        do {
            Map<String, String> request = new HashMap<>(Map.of("sku", sku));
            if (cursor != null) {
                request.put("cursor", cursor);
            }
            Json page = customer.trigger("query::history", request);
            page.field("events").elements().forEach(this::count);
            cursor = page.field("next").isNull() ? null : page.field("next").as(String.class);
        } while (cursor != null);
    }

    private void count(Json event) {
        long number = LoadTest.number(event, "seq");
        events++;
        lowestNumber = Math.min(lowestNumber, number);
        highestNumber = Math.max(highestNumber, number);
        eventIds.add(String.valueOf(event.field("eventId").as(String.class)));
        commandIds.add(String.valueOf(event.field("commandId").as(String.class)));
        long quantity = LoadTest.number(event.field("data"), "quantity");
        if ("item-sold".equals(event.field("type").as(String.class))) {
            sold += quantity;
        } else {
            added += quantity;
        }
    }

    /** Waits until the view includes the last event. */
    private boolean viewAgrees() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Json item = customer.trigger("query::item", Map.of("sku", sku));
                if (LoadTest.number(item, "version") == highestNumber) {
                    return LoadTest.number(item, "stock") == added - sold;
                }
            } catch (FunctionException e) {
                // A new item is not in the view at first.
                if (!e.code().equals("unknown_sku")) {
                    throw e;
                }
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
