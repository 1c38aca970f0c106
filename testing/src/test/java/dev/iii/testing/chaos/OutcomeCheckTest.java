package dev.iii.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the check of a chaos run finds every kind of wrong outcome, and runs that prove nothing. */
class OutcomeCheckTest {

    private static final FaultWindow FAULT = new FaultWindow(FaultKind.WORKER_KILLED, "of worker 0", 100, 200);

    private final CallRecords records = new CallRecords(4);

    private OutcomeCheck check(int made) {
        return new OutcomeCheck(records, made, List.of(FAULT), false);
    }

    private void call(int number, CallKind kind, CallResult result, long begin, long end) {
        records.made(number, kind, begin);
        records.ended(number, result, null, end);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,      RETURNED,              1,  0",
        "IMPATIENT,  RETURNED,              1,  0",
        "IDEMPOTENT, RETURNED,              1,  0",
        "IDEMPOTENT, RETURNED,              3,  0",
        "RELAYED,    RETURNED,              1,  1",
        "FAILING,    FAILED,                1,  0",
        "RELAYED,    FAILED,                1,  0",
        "RELAYED,    FAILED,                1,  1",
        "PLAIN,      NOT_RUN,               0,  0",
        "IDEMPOTENT, NOT_RUN,               0,  0",
        "PLAIN,      UNKNOWN,               0,  0",
        "PLAIN,      UNKNOWN,               1,  0",
        "IDEMPOTENT, UNKNOWN,               2,  0",
        "RELAYED,    UNKNOWN,               1,  1",
        "IMPATIENT,  UNKNOWN_AFTER_TIMEOUT, 1,  0",
    })
    void truthfulOutcomesDuringAFaultAreAccepted(CallKind kind, CallResult result, int runs, int nestedRuns) {
        assertThat(violations(kind, result, runs, nestedRuns)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,      PENDING,               0,  0, has not ended",
        "PLAIN,      WRONG,                 1,  0, has a wrong result",
        "PLAIN,      RETURNED,              0,  0, has a result but has not run",
        "PLAIN,      RETURNED,              2,  0, has run more than once",
        "IDEMPOTENT, RETURNED,              0,  0, has a result but has not run",
        "RELAYED,    RETURNED,              1,  0, nested call has not run once",
        "RELAYED,    RETURNED,              1,  2, nested call has not run once",
        "FAILING,    FAILED,                0,  0, has not run exactly once",
        "FAILING,    FAILED,                2,  0, has not run exactly once",
        "RELAYED,    FAILED,                1,  2, nested call has run more than once",
        "PLAIN,      NOT_RUN,               1,  0, has run although mayHaveRun() is false",
        "IDEMPOTENT, NOT_RUN,               1,  0, has run although mayHaveRun() is false",
        "RELAYED,    NOT_RUN,               0,  1, has run although mayHaveRun() is false",
        "PLAIN,      UNKNOWN,               2,  0, has run more than once",
        "IMPATIENT,  UNKNOWN_AFTER_TIMEOUT, 2,  0, has run more than once",
        "RELAYED,    UNKNOWN,               1,  2, nested call has run more than once",
    })
    void wrongOutcomesDuringAFaultAreFound(
            CallKind kind, CallResult result, int runs, int nestedRuns, String violation) {
        assertThat(violations(kind, result, runs, nestedRuns))
                .singleElement()
                .satisfies(text -> assertThat(text).contains(violation).contains("WORKER_KILLED of worker 0"));
    }

    private List<String> violations(CallKind kind, CallResult result, int runs, int nestedRuns) {
        call(0, kind, result, 150, 160);
        OutcomeCheck check = check(1);
        for (int i = 0; i < runs; i++) {
            check.ran(0);
        }
        for (int i = 0; i < nestedRuns; i++) {
            check.ran(Recorder.nested(0));
        }
        return check.violations();
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,      NOT_RUN,               0, 1",
        "PLAIN,      UNKNOWN,               1, 1",
        "PLAIN,      UNKNOWN_AFTER_TIMEOUT, 1, 1",
        "RELAYED,    FAILED,                1, 1",
        "IMPATIENT,  UNKNOWN,               1, 1",
        "FAILING,    FAILED,                1, 0",
        "PLAIN,      RETURNED,              1, 0",
        "IMPATIENT,  UNKNOWN_AFTER_TIMEOUT, 1, 0",
    })
    void callsThatDoNotOverlapAFaultHaveAResult(CallKind kind, CallResult result, int runs, int violations) {
        call(0, kind, result, 10, 99);
        call(1, kind, result, 201, 300);
        OutcomeCheck check = check(2);
        for (int i = 0; i < runs; i++) {
            check.ran(0);
            check.ran(1);
        }
        assertThat(check.violations())
                .hasSize(2 * violations)
                .allSatisfy(text -> assertThat(text).contains("has no result although there was no fault"));
    }

    @ParameterizedTest
    @CsvSource({"10, 100", "100, 100", "150, 160", "10, 300", "200, 300"})
    void callsThatOverlapAFaultMayHaveNoResult(long begin, long end) {
        call(0, CallKind.PLAIN, CallResult.UNKNOWN, begin, end);
        assertThat(check(1).violations()).isEmpty();
    }

    @Test
    void engineThatLosesResultsMayCauseTimeoutsButNothingElse() {
        call(0, CallKind.PLAIN, CallResult.UNKNOWN_AFTER_TIMEOUT, 10, 20);
        call(1, CallKind.PLAIN, CallResult.UNKNOWN, 10, 20);
        OutcomeCheck check = new OutcomeCheck(records, 2, List.of(FAULT), true);
        assertThat(check.violations()).singleElement().asString().startsWith("call 1 ");
        assertThat(check.summary()).contains("results that the engine lost: 1");
    }

    @Test
    void invocationOfACallThatWasNotMadeIsFound() {
        OutcomeCheck check = check(0);
        check.ran(0);
        assertThat(check.violations()).singleElement().asString().contains("which was not made");
    }

    @Test
    void probesAreNotCounted() {
        OutcomeCheck check = check(0);
        check.ran(-1);
        check.ran(Recorder.nested(-1));
        assertThat(check.violations()).isEmpty();
    }

    @Test
    void runProvesNothingIfAKindOfFaultOrOutcomeIsMissing() {
        call(0, CallKind.PLAIN, CallResult.RETURNED, 150, 160);
        OutcomeCheck check = check(1);
        check.ran(0);
        assertThat(check.violations()).isEmpty();
        assertThat(check.vacuity(List.of(FaultKind.WORKER_KILLED, FaultKind.ENGINE_FROZEN)))
                .containsExactly(
                        "no fault ENGINE_FROZEN",
                        "no call with mayHaveRun() == false",
                        "no call with mayHaveRun() == true",
                        "all calls overlapped faults");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, no call with an unknown outcome has run",
        "1, 1, all calls with an unknown outcome have run",
        "1, 0, ''",
    })
    void runProvesNothingIfAllOrNoUnknownOutcomesHaveRun(int firstRuns, int secondRuns, String reason) {
        call(0, CallKind.PLAIN, CallResult.UNKNOWN, 150, 160);
        call(1, CallKind.PLAIN, CallResult.UNKNOWN, 150, 160);
        call(2, CallKind.PLAIN, CallResult.NOT_RUN, 150, 160);
        call(3, CallKind.PLAIN, CallResult.RETURNED, 10, 20);
        OutcomeCheck check = check(4);
        if (firstRuns > 0) {
            check.ran(0);
        }
        if (secondRuns > 0) {
            check.ran(1);
        }
        check.ran(3);
        assertThat(check.violations()).isEmpty();
        List<String> reasons = new ArrayList<>(check.vacuity(List.of(FaultKind.WORKER_KILLED)));
        reasons.remove("all calls overlapped faults");
        assertThat(String.join("", reasons)).isEqualTo(reason);
    }

    @Test
    void recordsAreReadAsTheyWereWritten(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.records");
        try (Recorder recorder = new Recorder(file)) {
            recorder.ran(7);
            recorder.ran(Recorder.nested(8));
        }
        List<Long> read = new ArrayList<>();
        Recorder.read(file, read::add);
        assertThat(read).containsExactly(7L, Recorder.nested(8));
        assertThat(Recorder.isNested(read.get(1))).isTrue();
        assertThat(Recorder.relayed(read.get(1))).isEqualTo(8);
    }
}
