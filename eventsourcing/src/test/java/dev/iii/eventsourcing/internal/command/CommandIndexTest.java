package dev.iii.eventsourcing.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Known;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.eventsourcing.internal.projection.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The index of idempotency keys, with programs whose clocks and memories differ. */
class CommandIndexTest {

    private static final int MANY = CommandIndex.KEPT_COMMANDS + 1;

    private final ManualClock clock = new ManualClock();

    private Entry entry(long number, String command, Duration age) {
        return new Entry(
                number + ".a",
                (number - 1) + ".a",
                number,
                1,
                command,
                "digest",
                clock.millis() - age.toMillis(),
                null,
                null,
                "[]",
                false);
    }

    private List<Entry> entries(long first, Duration age) {
        List<Entry> entries = new ArrayList<>();
        for (long number = first; number < first + MANY; number++) {
            entries.add(entry(number, "command-" + number, age));
        }
        return entries;
    }

    /** Another program has forgotten the key and has accepted it again. Both changes arrive in one reading. */
    @Test
    void aKeyThatIsAcceptedAgainWhenItIsForgottenIsKnown() {
        CommandIndex index = new CommandIndex("0", null, id -> false, clock);
        index.newer("0", List.of(entry(1, "key", Duration.ZERO)));
        index.newer("0", entries(2, Duration.ZERO));
        clock.advance(Duration.ofHours(25));
        index.newer("later", List.of(entry(MANY + 2, "other", Duration.ZERO), entry(MANY + 3, "key", Duration.ZERO)));
        assertThat(index.find("key")).isEqualTo(new Known.Found("later", "digest"));
    }

    @Test
    void aProgramWithAWrongClockDoesNotLetNewKeysBeForgotten() {
        CommandIndex index = new CommandIndex("20000.a", "9.a", id -> false, clock);
        index.newer("20000.a", List.of(entry(20_001, "wrong", Duration.ofDays(1_000))));
        List<Entry> older = entries(10, Duration.ofMinutes(1));
        index.older(new Segment("9.a", "0", Map.of(), older, 0), older);
        assertThat(index.isEnough()).isFalse();
    }

    @Test
    void keysThatAreOldAreNotReadFurther() {
        CommandIndex index = new CommandIndex("20000.a", "9.a", id -> false, clock);
        index.newer("20000.a", List.of(entry(20_001, "new", Duration.ZERO)));
        List<Entry> older = entries(10, Duration.ofHours(25));
        index.older(new Segment("9.a", "0", Map.of(), older, 0), older);
        assertThat(index.isEnough()).isTrue();
    }
}
