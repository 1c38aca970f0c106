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

    /** Shared appends have more states, so each build searches less of them from each start. */
    private static final int MAX_SHARED_STATES = MAX_STATES / 4;

    private static Result search(Design design, Bounds bounds) {
        Result result = new LogSearch(design, bounds).run(1);
        System.out.println(bounds + ": " + result);
        return result;
    }

    private static Bounds bounds(String first, String second, boolean keyed, int segment) {
        int states = first.length() > 1 ? MAX_SHARED_STATES : MAX_STATES;
        return new Bounds(List.of(first, second), keyed, EVENTS, segment, 2, 1, 1, states);
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

    @Test
    void commandsThatShareAppendsHaveNoViolation() {
        Result result = search(Design.REAL, bounds("xy", "z", true, 2));
        assertThat(result.violation).isNull();
        assertThat(result.acknowledged).isPositive();
    }

    @Test
    void refusedCommandsThatShareAppendsHaveNoViolation() {
        Result result = search(Design.REAL, bounds("xwr", "r", true, 3));
        assertThat(result.violation).isNull();
        assertThat(result.sharedRefusals).isPositive();
    }

    @Test
    void commandsWithGeneratedIdsThatShareAppendsHaveNoViolation() {
        Result result = search(Design.REAL, bounds("xyz", "r", false, 3));
        assertThat(result.violation).isNull();
        assertThat(result.acknowledged).isPositive();
    }

    /** The designs that look right and are not. */
    enum Wrong {
        NUMBER_ALONE("x", Design.of(WrongRules.numberAlone())),
        NUMBER_ALONE_AND_MEMORY_DIES_WITH_THE_CONNECTION("x", new Design(WrongRules.numberAlone(), true, false, true)),
        NUMBERED_SEGMENTS("x", Design.of(WrongRules.numberedSegments())),
        WRITERS_DO_NOT_LOOK_BACK("x", Design.of(WrongRules.writersDoNotLookBack())),
        READERS_DO_NOT_LOOK_BACK("x", Design.of(WrongRules.readersDoNotLookBack())),
        THE_SAME_ENTRY_IS_SENT_AGAIN("x", new Design(LogRules.STANDARD, false, true, true)),
        COMMANDS_ARE_NOT_LOOKED_UP("x", new Design(LogRules.STANDARD, false, false, false)),
        // The second command is always refused, because of the state after the first one.
        REFUSALS_ARE_ANSWERED_BEFORE_THE_APPEND("xw", Design.of(WrongRules.sharedAppendsAreNotConfirmed())),
        APPENDS_ARE_ANSWERED_BEFORE_THEIR_RESULT("xy", Design.of(WrongRules.sharedAppendsAreNotConfirmed())),
        BEGINNINGS_ARE_SHARED("xy", Design.of(WrongRules.beginningsAreShared())),
        KEYS_IN_AN_APPEND_ARE_NOT_LOOKED_UP("xx", Design.of(WrongRules.keysInAnAppendAreNotLookedUp()));

        private final String program;

        @SuppressWarnings("ImmutableEnumChecker") // the rules have no state
        private final Design design;

        Wrong(String program, Design design) {
            this.program = program;
            this.design = design;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongDesignIsFound(Wrong wrong) {
        Result result = search(wrong.design, new Bounds(List.of(wrong.program, "z"), true, 2, 3, 2, 1, 1, MAX_STATES));
        assertThat(result.violation).isNotNull();
    }
}
