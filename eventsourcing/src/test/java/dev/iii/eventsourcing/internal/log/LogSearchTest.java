package dev.iii.eventsourcing.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.internal.log.LogSearch.Bounds;
import dev.iii.eventsourcing.internal.log.LogSearch.Design;
import dev.iii.eventsourcing.internal.log.LogSearch.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Searches all interleavings and faults of two writers, with the code that runs in production. {@code -Pfull} searches from
 * longer histories.
 */
class LogSearchTest {

    /** The number of events before the search, at most. */
    private static final int EVENTS = Integer.getInteger("iii.search.events", 2);

    private static final int MAX_STATES = Integer.getInteger("iii.search.states", 100_000);

    private static Result search(Design design, Bounds bounds) {
        Result result = new LogSearch(design, bounds).run(1);
        System.out.println(bounds + ": " + result);
        return result;
    }

    private static Bounds bounds(String first, String second, boolean keyed, int segment) {
        return new Bounds(List.of(first, second), keyed, EVENTS, segment, 2, 1, 1, MAX_STATES);
    }

    @Test
    void theSameCommandAtTwoWritersHasNoViolation() {
        Result result = search(Design.REAL, bounds("x", "x", true, 2));
        assertThat(result.violation).isNull();
        assertThat(result.acknowledged).isPositive();
    }

    @Test
    void differentCommandsOfTwoWritersHaveNoViolation() {
        Result result = search(Design.REAL, bounds("x", "z", true, 2));
        assertThat(result.violation).isNull();
        assertThat(result.acknowledged).isPositive();
    }

    @Test
    void commandsWithGeneratedIdsHaveNoViolation() {
        Result result = search(Design.REAL, bounds("x", "y", false, 3));
        assertThat(result.violation).isNull();
        assertThat(result.acknowledged).isPositive();
    }

    /** The designs that look right and are not. */
    enum Wrong {
        NUMBER_ALONE(new Design(WrongRules.numberAlone(), false, false, true)),
        NUMBER_ALONE_AND_MEMORY_DIES_WITH_THE_CONNECTION(new Design(WrongRules.numberAlone(), true, false, true)),
        NUMBERED_SEGMENTS(new Design(WrongRules.numberedSegments(), false, false, true)),
        WRITERS_DO_NOT_LOOK_BACK(new Design(WrongRules.writersDoNotLookBack(), false, false, true)),
        READERS_DO_NOT_LOOK_BACK(new Design(WrongRules.readersDoNotLookBack(), false, false, true)),
        THE_SAME_ENTRY_IS_SENT_AGAIN(new Design(LogRules.STANDARD, false, true, true)),
        COMMANDS_ARE_NOT_LOOKED_UP(new Design(LogRules.STANDARD, false, false, false));

        @SuppressWarnings("ImmutableEnumChecker") // the rules have no state
        private final Design design;

        Wrong(Design design) {
            this.design = design;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongDesignIsFound(Wrong wrong) {
        Result result = search(wrong.design, new Bounds(List.of("x", "z"), true, 2, 3, 2, 1, 1, MAX_STATES));
        assertThat(result.violation).isNotNull();
    }
}
