package dev.iii.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class an engine, on ports that the system chooses.
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
 * <p>Parameters of tests, of {@code @BeforeEach} and of {@code @BeforeAll} methods may be:
 *
 * <ul>
 *   <li>{@link dev.iii.sdk.Worker}: one that is connected. The same parameter is the same worker within a test; with {@link
 *       WorkerName} there may be several.
 *   <li>{@link Workers}: makes more, with options.
 *   <li>{@link dev.iii.stub.EngineStub}: the engine itself, for its addresses, faults and telemetry.
 * </ul>
 *
 * <p>What was made for a test ends with it, what was made in {@code @BeforeAll} with the class. A test that leaves a worker
 * of its own open fails and is told the names of its threads; unless tests run in parallel, where nobody can tell whose
 * they are.
 *
 * <p>With {@code -Diii.url=ws://…} the tests run on that engine instead. Those that want the {@code EngineStub} are skipped
 * then.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(EngineExtension.class)
public @interface EngineTest {

    /** Whether every test has an engine of its own; otherwise there is one for the class. */
    boolean perTest() default false;
}
