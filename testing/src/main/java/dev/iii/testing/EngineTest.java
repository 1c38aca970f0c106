package dev.iii.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an engine for the tests of a class. The engine listens on free ports that the system chooses.
 *
 * <pre>{@code
 * @EngineTest
 * class SellTest {
 *     @Test
 *     void sells(Worker worker) {
 *         worker.registerAll(new Shop());
 *         assertThat(worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class).left()).isEqualTo(3);
 *     }
 * }
 * }</pre>
 *
 * <p>Test methods, {@code @BeforeEach} methods and {@code @BeforeAll} methods may have parameters of these types:
 *
 * <ul>
 *   <li>{@link dev.iii.sdk.Worker}: a connected worker. A test and its {@code @BeforeEach} methods get the same worker. Use
 *       {@link WorkerName} to get several workers.
 *   <li>{@link Workers}: creates more workers, with options.
 *   <li>{@link dev.iii.stub.EngineStub}: the engine, for its addresses, faults and telemetry.
 * </ul>
 *
 * <p>A worker that was created for a test is closed after the test. A worker that was created in {@code @BeforeAll} is
 * closed after the class.
 *
 * <p>A test fails if it creates a worker without these parameters and does not close it. The message contains the names of
 * the worker's threads. This check is disabled if tests run in parallel, because the threads of parallel tests cannot be
 * told apart.
 *
 * <p>Set the system property {@code iii.url}, for example {@code -Diii.url=ws://127.0.0.1:49134}, to run the tests on a
 * different engine. Tests that need the {@code EngineStub} are then skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(EngineExtension.class)
public @interface EngineTest {

    /**
     * Returns {@code true} if each test gets a separate engine. Default: one engine for the class. Has no effect with {@code
     * -Diii.url}: all tests then share that engine, and a warning is logged.
     */
    boolean perTest() default false;
}
