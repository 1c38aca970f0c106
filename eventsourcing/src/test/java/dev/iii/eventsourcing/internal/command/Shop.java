package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Limits;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.eventsourcing.internal.store.StreamReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One program of a shop on a store in memory: it adds and sells units. */
final class Shop {

    static final String SKU = "A-1";

    /** A change of the stock. A negative one is a sale, a change of zero does nothing. */
    record Change(long by) {}

    sealed interface Event {}

    record Added(long quantity) implements Event {}

    record Sold(long quantity) implements Event {}

    record Stock(long left, long sold) {}

    static final Events<Event> EVENTS =
            Events.of(Event.class).name(Added.class, "item-added", 1).name(Sold.class, "item-sold", 1);

    static final Aggregate<Change, Event, Stock> ITEM =
            Aggregate.of("item", new Rules(), EVENTS).snapshot(Stock.class, 1);

    /** Nothing is sold that is not there. A large sale is two events. */
    static final class Rules implements Decider<Change, Event, Stock> {

        static final long LARGE = 100;

        @Override
        public Stock initial() {
            return new Stock(0, 0);
        }

        @Override
        public Decision<Event> decide(Change change, Stock stock) {
            if (change.by() == 0) {
                return Decision.accept();
            }
            if (change.by() > 0) {
                return Decision.accept(new Added(change.by()));
            }
            if (stock.left() + change.by() < 0) {
                return Decision.refuse("not_enough_stock", 409, "only " + stock.left() + " left");
            }
            return -change.by() > LARGE
                    ? Decision.accept(new Sold(LARGE), new Sold(-change.by() - LARGE))
                    : Decision.accept(new Sold(-change.by()));
        }

        @Override
        public Stock evolve(Stock stock, Event event) {
            return event instanceof Added added
                    ? new Stock(stock.left() + added.quantity(), stock.sold())
                    : new Stock(stock.left() - ((Sold) event).quantity(), stock.sold() + ((Sold) event).quantity());
        }
    }

    final LogSignals signals = new LogSignals();
    final List<Recorded<?>> published = Collections.synchronizedList(new ArrayList<>());
    final LogStore logs;
    private final StateStore store;
    private final CommandRunner<Change, Event, Stock> runner;

    Shop(StateStore store, long seed) {
        this(store, seed, ITEM, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    Shop(StateStore store, long seed, Aggregate<Change, Event, Stock> aggregate, Clock clock) {
        this.store = store;
        Scopes scopes = new Scopes("shop");
        this.logs = new LogStore(store, scopes, "item");
        this.runner = new CommandRunner<>(
                aggregate,
                logs,
                new CommandRunner.Environment(
                        new Journal(store, scopes, clock),
                        signals,
                        (name, recorded) -> published.add(recorded),
                        clock,
                        new Random(seed),
                        Limits.STANDARD));
    }

    Done<Change, Event, Stock> change(long by) {
        return change(by, CommandOptions.NONE);
    }

    Done<Change, Event, Stock> change(long by, CommandOptions options) {
        return runner.execute(SKU, new Change(by), options, "by " + by);
    }

    /** Returns the events in the log, read from its beginning. */
    List<Recorded<Event>> log() {
        return log(new LogStore(store, new Scopes("shop"), "item"));
    }

    private static List<Recorded<Event>> log(LogStore logs) {
        StreamReader reader = new StreamReader(logs);
        List<Recorded<Event>> events = new ArrayList<>();
        Position at = Position.START;
        while (true) {
            StreamReader.Slice slice = (StreamReader.Slice) reader.after(SKU, at);
            for (Entry entry : slice.entries()) {
                events.addAll(new EventJson<>(EVENTS).read(SKU, entry));
            }
            at = slice.end();
            if (slice.atEnd()) {
                return events;
            }
        }
    }
}
