package dev.iii.testing.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compares how calls have ended with the invocations that the workers have recorded.
 *
 * <ul>
 *   <li>A result or an error of the function: it has run exactly once; an idempotent call at least once.
 *   <li>{@code mayHaveRun() == false}: it has not run.
 *   <li>{@code mayHaveRun() == true}: it has run at most once, or any number of times for an idempotent call.
 *   <li>Calls that did not overlap a fault have a result. Only the timeout of an {@link CallKind#IMPATIENT} call may expire.
 * </ul>
 */
final class OutcomeCheck {

    private static final int MOST_SHOWN = 30;

    private final CallRecords records;
    private final int made;
    private final List<FaultWindow> windows;
    private final boolean engineLosesResults;
    private final int[] runs;
    private final int[] nestedRuns;
    private final List<String> violations = new ArrayList<>();
    private final Map<CallResult, Integer> results = new EnumMap<>(CallResult.class);
    private final Map<FaultKind, Map<CallResult, Integer>> faults = new EnumMap<>(FaultKind.class);
    private int violationCount;
    private int unknownThatRan;
    private int undisturbed;
    private int lostResults;

    /**
     * Creates a check of calls that have all ended.
     *
     * @param made the number of calls
     * @param windows the faults, in the order of their time
     * @param engineLosesResults {@code true} if timeouts are permitted without a fault, as the 0.23 engine causes them
     */
    OutcomeCheck(CallRecords records, int made, List<FaultWindow> windows, boolean engineLosesResults) {
        this.records = records;
        this.made = made;
        this.windows = windows;
        this.engineLosesResults = engineLosesResults;
        this.runs = new int[made];
        this.nestedRuns = new int[made];
    }

    /** Counts an invocation that a worker has recorded. Negative numbers are probes. */
    void ran(long number) {
        boolean nested = Recorder.isNested(number);
        long call = nested ? Recorder.relayed(number) : number;
        if (call >= made) {
            violation("an invocation of call " + call + " has been recorded, which was not made");
        } else if (call >= 0) {
            (nested ? nestedRuns : runs)[(int) call]++;
        }
    }

    /** Checks all calls and returns the violations. */
    List<String> violations() {
        for (int call = 0; call < made; call++) {
            check(call);
        }
        List<String> all = new ArrayList<>(violations);
        if (violationCount > violations.size()) {
            all.add("and " + (violationCount - violations.size()) + " more");
        }
        return all;
    }

    /** Returns the reasons why the run proves nothing. Requires that {@link #violations} has been called. */
    List<String> vacuity(List<FaultKind> expected) {
        List<String> reasons = new ArrayList<>();
        for (FaultKind kind : expected) {
            if (windows.stream().noneMatch(window -> window.kind() == kind)) {
                reasons.add("no fault " + kind);
            }
        }
        if (count(CallResult.NOT_RUN) == 0) {
            reasons.add("no call with mayHaveRun() == false");
        }
        if (unknown() == 0) {
            reasons.add("no call with mayHaveRun() == true");
        } else if (unknownThatRan == 0) {
            reasons.add("no call with an unknown outcome has run");
        } else if (unknownThatRan == unknown()) {
            reasons.add("all calls with an unknown outcome have run");
        }
        if (undisturbed == 0) {
            reasons.add("all calls overlapped faults");
        } else if (undisturbed < made / 4) {
            reasons.add("only " + undisturbed + " of " + made + " calls did not overlap a fault");
        }
        return reasons;
    }

    private int count(CallResult result) {
        return results.getOrDefault(result, 0);
    }

    private int unknown() {
        return count(CallResult.UNKNOWN) + count(CallResult.UNKNOWN_AFTER_TIMEOUT);
    }

    private void check(int call) {
        CallResult result = records.result(call);
        results.merge(result, 1, Integer::sum);
        FaultWindow fault = overlapping(call);
        if (fault == null) {
            undisturbed++;
        }
        String wrong = wrong(records.kind(call), result, runs[call], nestedRuns[call]);
        if (wrong == null) {
            wrong = fault == null ? wrongWithoutFault(records.kind(call), result) : null;
        }
        if (wrong != null) {
            violation(describe(call, wrong, fault));
        }
        if (isUnknown(result) && runs[call] > 0) {
            unknownThatRan++;
        }
        if (fault != null) {
            faults.computeIfAbsent(fault.kind(), kind -> new EnumMap<>(CallResult.class))
                    .merge(result, 1, Integer::sum);
        }
    }

    private static boolean isUnknown(CallResult result) {
        return result == CallResult.UNKNOWN || result == CallResult.UNKNOWN_AFTER_TIMEOUT;
    }

    private static @Nullable String wrong(CallKind kind, CallResult result, int runs, int nestedRuns) {
        boolean repeatable = kind == CallKind.IDEMPOTENT;
        int nestedExpected = kind == CallKind.RELAYED ? 1 : 0;
        return switch (result) {
            case PENDING -> "has not ended";
            case WRONG -> "has a wrong result";
            case RETURNED -> {
                if (runs == 0) {
                    yield "has a result but has not run";
                }
                if (runs > 1 && !repeatable) {
                    yield "has run more than once";
                }
                yield nestedRuns == nestedExpected ? null : "has a result, but its nested call has not run once";
            }
            case FAILED -> {
                if (runs != 1) {
                    yield "has an error of the function but has not run exactly once";
                }
                yield nestedRuns <= nestedExpected ? null : "its nested call has run more than once";
            }
            case NOT_RUN -> runs + nestedRuns == 0 ? null : "has run although mayHaveRun() is false";
            case UNKNOWN, UNKNOWN_AFTER_TIMEOUT -> {
                if (runs > 1 && !repeatable) {
                    yield "has run more than once";
                }
                yield nestedRuns <= nestedExpected ? null : "its nested call has run more than once";
            }
        };
    }

    private @Nullable String wrongWithoutFault(CallKind kind, CallResult result) {
        if (result == CallResult.RETURNED || result == CallResult.FAILED && kind == CallKind.FAILING) {
            return null;
        }
        if (result == CallResult.UNKNOWN_AFTER_TIMEOUT) {
            if (kind == CallKind.IMPATIENT) {
                return null;
            }
            if (engineLosesResults) {
                lostResults++;
                return null;
            }
        }
        return "has no result although there was no fault";
    }

    private @Nullable FaultWindow overlapping(int call) {
        int low = 0;
        int high = windows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (windows.get(middle).end() - records.begin(call) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == windows.size()) {
            return null;
        }
        FaultWindow first = windows.get(low);
        return first.begin() - records.end(call) <= 0 ? first : null;
    }

    private String describe(int call, String wrong, @Nullable FaultWindow fault) {
        return "call " + call + " " + wrong + ": " + records.kind(call) + " " + records.result(call) + ", runs "
                + runs[call] + ", nested runs " + nestedRuns[call] + ", "
                + (fault == null ? "no fault" : fault.kind() + " " + fault.detail()) + " " + records.failure(call);
    }

    private void violation(String text) {
        violationCount++;
        if (violations.size() < MOST_SHOWN) {
            violations.add(text);
        }
    }

    /** Returns the counts in lines. Requires that {@link #violations} has been called. */
    String summary() {
        StringBuilder text = new StringBuilder();
        text.append(made).append(" calls, ").append(windows.size()).append(" faults: ");
        text.append(results).append(", unknown outcomes that have run: ").append(unknownThatRan);
        text.append(", calls without a fault: ").append(undisturbed);
        if (engineLosesResults) {
            text.append(", results that the engine lost: ").append(lostResults);
        }
        text.append('\n');
        faults.forEach((kind, counts) -> {
            List<FaultWindow> fired =
                    windows.stream().filter(window -> window.kind() == kind).toList();
            long nanos = fired.stream()
                    .mapToLong(window -> window.end() - window.begin())
                    .sum();
            text.append("  ").append(kind).append(": ").append(fired.size()).append(" times in ");
            text.append(TimeUnit.NANOSECONDS.toMillis(nanos)).append(" ms; ");
            text.append(counts);
            text.append('\n');
        });
        return text.toString();
    }
}
