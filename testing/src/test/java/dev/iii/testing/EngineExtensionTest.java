package dev.iii.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.slf4j.LoggerFactory;

/** Runs test classes with JUnit's launcher and checks their results. */
class EngineExtensionTest {

    private static final Set<Worker> WORKERS = ConcurrentHashMap.newKeySet();
    private static final List<EngineStub> ENGINES = new ArrayList<>();
    private static final List<Worker> UNCLOSED = new ArrayList<>();

    @BeforeEach
    void clear() {
        WORKERS.clear();
        ENGINES.clear();
    }

    @AfterEach
    void closeWorkers() {
        UNCLOSED.forEach(Worker::close);
        UNCLOSED.clear();
    }

    private static Events run(Class<?> tests, String... configuration) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests));
        for (String parameter : configuration) {
            kit.configurationParameter(parameter, "true");
        }
        return kit.execute().testEvents();
    }

    // ---------------------------------------------------------------- parameters

    @EngineTest
    static class TakesParameters {

        @BeforeEach
        void registers(Worker worker) {
            worker.registerFunction("double", Integer.class, (n, call) -> 2 * n);
        }

        @Test
        void theWorkerIsConnectedAndIsTheSameInBeforeEach(Worker worker, Workers workers) {
            assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
            assertThat(workers.start("caller").trigger("double", 4, Integer.class))
                    .isEqualTo(8);
            WORKERS.add(worker);
        }

        @Test
        void workersWithNamesAreDifferentWorkers(
                Worker worker, @WorkerName("shop") Worker shop, @WorkerName("bank") Worker bank) {
            assertThat(Set.of(worker.name(), "shop", "bank")).hasSize(3).contains(shop.name(), bank.name());
            WORKERS.addAll(Set.of(worker, shop, bank));
        }

        @Test
        void theNameCanBeUsedAgain(@WorkerName("shop") Worker shop, EngineStub engine) {
            assertThat(shop.discovery().workers())
                    .anyMatch(worker -> worker.name().orElse("").equals("shop"));
            ENGINES.add(engine);
        }

        @Test
        void theEngineBelongsToTheClass(EngineStub engine) {
            ENGINES.add(engine);
        }
    }

    @Test
    void workersAndTheEngineAreParametersAndAreClosedAfterTheirTest() {
        run(TakesParameters.class).assertStatistics(stats -> stats.succeeded(4));
        assertThat(WORKERS).hasSize(4).allMatch(worker -> worker.status() == WorkerStatus.CLOSED);
        assertThat(ENGINES).hasSize(2).allMatch(engine -> engine == ENGINES.get(0));
        assertThat(ThreadLeaks.threads()).isEmpty();
    }

    // ---------------------------------------------------------------- lifetime: class or test

    @EngineTest
    static class SharesAWorker {

        @BeforeAll
        static void shop(@WorkerName("shop") Worker shop) {
            shop.registerFunction("stock", (json, call) -> 7);
            WORKERS.add(shop);
        }

        @Test
        void one(Worker worker, @WorkerName("shop") Worker shop) {
            assertThat(worker.trigger("stock", null, Integer.class)).isEqualTo(7);
            assertThat(WORKERS).contains(shop);
        }

        @Test
        void two(Worker worker) {
            assertThat(worker.trigger("stock", null, Integer.class)).isEqualTo(7);
        }

        @Nested
        class FirstNested {

            @Test
            void theEngineOfTheOuterClassIsUsed(Worker worker, EngineStub engine) {
                assertThat(worker.trigger("stock", null, Integer.class)).isEqualTo(7);
                ENGINES.add(engine);
            }
        }

        @Nested
        class SecondNested {

            @Test
            void theEngineIsStillRunning(Worker worker, EngineStub engine) {
                assertThat(worker.trigger("stock", null, Integer.class)).isEqualTo(7);
                ENGINES.add(engine);
            }
        }
    }

    @Test
    void aWorkerOfBeforeAllServesAllTests() {
        run(SharesAWorker.class).assertStatistics(stats -> stats.succeeded(4));
        assertThat(WORKERS).singleElement().matches(worker -> worker.status() == WorkerStatus.CLOSED);
        assertThat(ENGINES).hasSize(2).allMatch(engine -> engine == ENGINES.get(0));
        assertThat(ThreadLeaks.threads()).isEmpty();
    }

    @EngineTest(perTest = true)
    static class HasAnEnginePerTest {

        @Test
        void one(EngineStub engine, Worker worker) {
            worker.state().set("scope", "key", 1);
            ENGINES.add(engine);
        }

        @Test
        void two(EngineStub engine, Worker worker) {
            assertThat(worker.state().get("scope", "key", Integer.class)).isEmpty();
            worker.state().set("scope", "key", 2);
            ENGINES.add(engine);
        }
    }

    @Test
    void eachTestCanHaveASeparateEngine() {
        run(HasAnEnginePerTest.class).assertStatistics(stats -> stats.succeeded(2));
        assertThat(ENGINES).hasSize(2).doesNotHaveDuplicates();
        assertThat(ThreadLeaks.threads()).isEmpty();
    }

    @EngineTest(perTest = true)
    static class NeedsTheEngineTooEarly {

        @BeforeAll
        static void early(Worker worker) {
            WORKERS.add(worker);
        }

        @Test
        void never() {}
    }

    @Test
    void anEngineOfATestIsNotRunningInBeforeAll() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(NeedsTheEngineTooEarly.class))
                .execute()
                .containerEvents()
                .assertThatEvents()
                .haveExactly(1, finishedWithFailure(message(text -> text.contains("each test has a separate engine"))));
    }

    // ---------------------------------------------------------------- options

    static class HasOptions {

        @RegisterExtension
        static final EngineExtension engine =
                EngineExtension.with(StubOptions.builder().eventLoops(1).build());

        @Test
        void theFieldKnowsTheEngine(EngineStub stub, Worker worker) {
            assertThat(engine.stub()).isSameAs(stub);
            assertThat(engine.url()).isEqualTo(stub.workerUrl().toString());
            assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
        }
    }

    static class HasOptionsPerTest {

        @RegisterExtension
        final EngineExtension engine =
                EngineExtension.with(StubOptions.builder().eventLoops(1).build());

        @Test
        void one(EngineStub stub) {
            ENGINES.add(stub);
        }

        @Test
        void two(EngineStub stub) {
            ENGINES.add(stub);
        }
    }

    @Test
    void theExtensionAcceptsOptionsForTheClassOrForEachTest() {
        run(HasOptions.class).assertStatistics(stats -> stats.succeeded(1));
        run(HasOptionsPerTest.class).assertStatistics(stats -> stats.succeeded(2));
        assertThat(ENGINES).hasSize(2).doesNotHaveDuplicates();
    }

    // ---------------------------------------------------------------- workers that a test does not close

    @EngineTest
    static class LeavesAWorker {

        @Test
        void doesNotClose(EngineStub engine) {
            UNCLOSED.add(Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("unclosed")));
        }
    }

    @Test
    void anUnclosedWorkerFailsItsTestAndIsNamed() {
        run(LeavesAWorker.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        org.assertj.core.api.Assertions.allOf(
                                test("doesNotClose"),
                                finishedWithFailure(
                                        message(text -> text.contains("iii-unclosed-io") && text.contains("close")))));
    }

    @Test
    void unclosedWorkersAreNotCheckedIfTestsRunInParallel() {
        run(LeavesAWorker.class, "junit.jupiter.execution.parallel.enabled")
                .assertStatistics(stats -> stats.succeeded(1));
    }

    // ---------------------------------------------------------------- another engine

    @EngineTest
    static class RunsAnywhere {

        @Test
        void withoutTheStub(Worker worker) {
            worker.registerFunction("here", (json, call) -> "yes");
            WORKERS.add(worker);
        }

        @Test
        void withTheStub(EngineStub engine) {
            ENGINES.add(engine);
        }
    }

    @EngineTest
    static class NeedsTheStubBefore {

        @BeforeEach
        void needsTheStub(EngineStub engine) {
            ENGINES.add(engine);
        }

        @Test
        void never() {
            throw new AssertionError("the engine is not a stub");
        }
    }

    @Test
    void testsThatNeedTheStubAreSkippedOnAnotherEngine() {
        onAnotherEngine(url -> {
            try (Worker observer = Iii.registerWorker(url, WorkerOptions.named("observer"))) {
                run(RunsAnywhere.class)
                        .assertStatistics(stats -> stats.succeeded(1).skipped(1).failed(0));
                run(NeedsTheStubBefore.class)
                        .assertStatistics(stats -> stats.started(0).failed(0));
                assertThat(WORKERS).hasSize(1);
                assertThat(ENGINES).isEmpty();
                assertThat(observer.discovery().workers())
                        .noneMatch(worker -> worker.name().orElse("").startsWith("test-worker"));
            }
        });
    }

    private static void onAnotherEngine(Consumer<String> action) {
        String before = System.getProperty("iii.url");
        try (EngineStub other = EngineStub.start()) {
            String url = other.workerUrl().toString();
            System.setProperty("iii.url", url);
            action.accept(url);
        } finally {
            if (before == null) {
                System.clearProperty("iii.url");
            } else {
                System.setProperty("iii.url", before);
            }
        }
    }

    @EngineTest(perTest = true)
    static class AsksForSeparateEngines {

        @Test
        void first(Worker worker) {
            WORKERS.add(worker);
        }

        @Test
        void second(Worker worker) {
            WORKERS.add(worker);
        }
    }

    @Test
    void oneWarningSaysThatAnotherEngineIsSharedByAllTests() {
        Logger logger = (Logger) LoggerFactory.getLogger(EngineExtension.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        try {
            onAnotherEngine(url -> {
                run(AsksForSeparateEngines.class)
                        .assertStatistics(stats -> stats.succeeded(2).failed(0));
                assertThat(lines.list)
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .singleElement(InstanceOfAssertFactories.STRING)
                        .startsWith("The tests run on the engine at " + url + ", so perTest has no effect");
            });
            run(AsksForSeparateEngines.class)
                    .assertStatistics(stats -> stats.succeeded(2).failed(0));
            assertThat(lines.list).hasSize(1);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
    }
}
