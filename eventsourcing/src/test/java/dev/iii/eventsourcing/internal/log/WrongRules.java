package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/** Rules of designs that look right and are not. The search must find a violation of each. */
final class WrongRules {

    private WrongRules() {}

    /** Segments have numbers; the state before a segment is in its snapshot, which the writer that begins it sets. */
    private static class Numbered extends LogRules {

        private final boolean chained;

        Numbered(boolean chained) {
            this.chained = chained;
        }

        private static Stock before0(Segment segment) {
            Stock snapshot = Stock.of(segment);
            return snapshot == null ? Stock.EMPTY : snapshot;
        }

        @Override
        protected String before(Segment segment) {
            return before0(segment).last();
        }

        @Override
        protected long numberBefore(Segment segment) {
            return before0(segment).n();
        }

        @Override
        protected boolean follows(Entry entry, String last, long number) {
            return entry.n() == number + 1 && (!chained || entry.prev().equals(last));
        }

        @Override
        protected String keyAfter(String key, String last) {
            return String.valueOf(Integer.parseInt(key) + 1);
        }

        @Override
        protected boolean confirmsBeginning(@Nullable Segment before, String id) {
            return !chained || super.confirmsBeginning(before, id);
        }

        @Override
        protected boolean confirmsReading(@Nullable Segment before, String id) {
            return !chained || super.confirmsReading(before, id);
        }
    }

    /** An event is accepted by its number alone. */
    static LogRules numberAlone() {
        return new Numbered(false);
    }

    /** An event names the event before it, but a segment has a number. */
    static LogRules numberedSegments() {
        return new Numbered(true);
    }

    /** Who begins a segment does not look back. */
    static LogRules writersDoNotLookBack() {
        return new LogRules() {
            @Override
            protected boolean confirmsBeginning(@Nullable Segment before, String id) {
                return true;
            }
        };
    }

    /** Readers do not look back. */
    static LogRules readersDoNotLookBack() {
        return new LogRules() {
            @Override
            protected boolean confirmsReading(@Nullable Segment before, String id) {
                return true;
            }
        };
    }

    /** A command that has shared an append is answered, whether the append had its effect or not. */
    static LogRules sharedAppendsAreNotConfirmed() {
        return new LogRules() {
            @Override
            protected boolean confirmsShared(@Nullable Segment after, String needed) {
                return true;
            }
        };
    }

    /** A segment is begun with the entries of several commands, which are answered before the segment before it was read. */
    static LogRules beginningsAreShared() {
        return new LogRules() {
            @Override
            protected boolean mayBeShared(Request.Append append) {
                return true;
            }
        };
    }

    /** Two callers with one idempotency key share an append. */
    static LogRules keysInAnAppendAreNotLookedUp() {
        return new LogRules() {
            @Override
            protected boolean contains(Request.Append append, String command) {
                return false;
            }
        };
    }
}
