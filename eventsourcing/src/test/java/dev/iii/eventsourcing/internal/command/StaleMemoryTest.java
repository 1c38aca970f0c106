package dev.iii.eventsourcing.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.store.FaultStore;
import dev.iii.sdk.error.FunctionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A program remembers the end of a log, and the engine comes back empty or with an older state, before the program notices: at
 * each position of two segments, with segments and hints of different age, with and without another program in between.
 */
class StaleMemoryTest {

    private static final int POSITIONS = 33;
    private static final int EMPTY = 9;
    private static final long STOCK = 1_000;

    /** What the log may go back to: the segments, the hints, or both. */
    private enum Age {
        BOTH_OLD,
        HINTS_NEWER,
        SEGMENTS_NEWER
    }

    @Test
    void nothingIsSoldThatIsNotThereAndTheLogHasNoGap() {
        int cases = 0;
        for (int position = 1; position <= POSITIONS; position++) {
            for (int back = 1; back <= Math.min(EMPTY, position); back++) {
                for (Age age : Age.values()) {
                    for (boolean otherOwner : new boolean[] {false, true}) {
                        check(position, back == EMPTY ? position : back, age, otherOwner);
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isGreaterThan(POSITIONS * (EMPTY - 1) * 5);
    }

    private static void check(int position, int back, Age age, boolean otherOwner) {
        FaultStore store = new FaultStore();
        Shop shop = new Shop(store, 1);
        List<FaultStore.Saved> saved = new ArrayList<>();
        saved.add(store.save());
        for (int i = 0; i < position; i++) {
            shop.change(i == 0 ? STOCK : -1);
            saved.add(store.save());
        }
        store.restore(saved.get(position - back), scope -> switch (age) {
            case BOTH_OLD -> true;
            case HINTS_NEWER -> !scope.contains(".streams.");
            case SEGMENTS_NEWER -> scope.contains(".streams.");
        });
        Set<String> answered = new HashSet<>();
        Shop other = new Shop(store, 2);
        if (otherOwner) {
            answered.addAll(ids(other.change(2)));
            answered.addAll(ids(other.change(-1)));
        }
        for (long by : new long[] {-500, -1, 3, -2, -499, -7}) {
            answered.addAll(tryToChange(shop, by));
        }
        if (otherOwner) {
            answered.addAll(tryToChange(other, -400));
        }
        String about = position + " commands, back by " + back + ", " + age + ", other owner " + otherOwner;
        List<Recorded<Shop.Event>> log = shop.log();
        checkLog(about, log);
        assertThat(log.stream().map(Recorded::id)).as(about).containsAll(answered);
    }

    private static Set<String> tryToChange(Shop shop, long by) {
        try {
            return ids(shop.change(by, CommandOptions.NONE));
        } catch (FunctionException e) {
            assertThat(e.code()).isEqualTo("not_enough_stock");
            return Set.of();
        }
    }

    private static Set<String> ids(Done<?, Shop.Event, ?> done) {
        Set<String> ids = new HashSet<>();
        done.events().forEach(event -> ids.add(event.id()));
        return ids;
    }

    private static void checkLog(String about, List<Recorded<Shop.Event>> log) {
        Shop.Rules rules = new Shop.Rules();
        Shop.Stock stock = rules.initial();
        long number = 0;
        for (Recorded<Shop.Event> recorded : log) {
            assertThat(recorded.number()).as(about).isEqualTo(++number);
            stock = rules.evolve(stock, recorded.event());
            assertThat(stock.left()).as(about).isNotNegative();
        }
    }
}
