package dev.iii.eventsourcing.internal.log;

import dev.iii.eventsourcing.internal.log.LogSearch.Violation;
import dev.iii.eventsourcing.internal.log.SearchWorld.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the log of a store of {@link LogSearch} without its protocol, and checks it. */
final class LogCheck {

    private final LogRules rules;

    LogCheck(LogRules rules) {
        this.rules = rules;
    }

    /** Returns the ids of the events in the log, from its first segment on, and checks it. */
    List<String> log(Store store) {
        List<String> known = store.log;
        if (known == null) {
            known = readLog(store.segments);
            store.log = known;
        }
        return known;
    }

    private List<String> readLog(Map<String, Segment> segments) {
        List<String> ids = new ArrayList<>();
        Stock state = Stock.EMPTY;
        String key = EventIds.NONE;
        Segment segment;
        while ((segment = LogRules.existing(segments.get(key))) != null) {
            Stock snapshot = Stock.of(segment);
            if (snapshot != null && !snapshot.equals(state)) {
                throw new Violation("the snapshot of a segment differs from the history, or there is a gap");
            }
            boolean closed = false;
            for (Entry entry : segment.entries()) {
                if (!closed && rules.follows(entry, state.last(), state.n())) {
                    if ((state.commands() & Stock.bit(entry.command())) != 0) {
                        throw new Violation("a command is in the log twice");
                    }
                    state = state.after(entry);
                    ids.add(entry.id());
                    closed = entry.end();
                    if (state.stock() < 0) {
                        throw new Violation("the stock is below zero");
                    }
                }
            }
            if (!closed) {
                break;
            }
            key = rules.keyAfter(key, state.last());
        }
        return ids;
    }

    boolean isInLog(Store segments, String id) {
        return id.equals(EventIds.NONE) || log(segments).contains(id);
    }
}
