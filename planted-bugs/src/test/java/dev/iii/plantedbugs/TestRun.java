package dev.iii.plantedbugs;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a test class in this process, which then ends with one of the statuses below. */
final class TestRun {

    static final int PASSED = 0;
    static final int FAILED = 10;
    static final int NO_TESTS = 11;

    private TestRun() {}

    /** Runs the test class that the first argument names. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                                .build(),
                        summary,
                        new FirstFailure());
        Runtime.getRuntime().halt(summary.getSummary().getTestsSucceededCount() > 0 ? PASSED : NO_TESTS);
    }

    /** Ends the process at the first failure: the other tests no longer matter, and some of them may wait for ever. */
    private static final class FirstFailure implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                System.out.println("FAILED: " + test.getLegacyReportingName());
                result.getThrowable().ifPresent(e -> System.out.println(String.valueOf(e)));
                System.out.flush();
                Runtime.getRuntime().halt(FAILED);
            }
        }
    }
}
