package dev.iii.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;

/**
 * A {@link SpringBootTest} with an engine inside the test process. The worker of the application is connected to it, and its
 * functions are registered, before the first test runs.
 *
 * <pre>{@code
 * @IiiTest
 * class ShopTest {
 *     @Autowired Worker worker;
 *     @Autowired EngineStub engine;
 *
 *     @Test
 *     void sells() {
 *         assertThat(worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class).left()).isEqualTo(3);
 *     }
 * }
 * }</pre>
 *
 * <p>The engine belongs to the application context: test classes with the same configuration share both, and the engine ends with
 * the context. So tests of one context share state, streams and queues. The application does not read the environment variable
 * {@code III_URL}.
 *
 * <p>The test needs {@code iii-testing} as a dependency. Set the system property {@code iii.url} to run it on another engine;
 * there is no {@code EngineStub} to inject then.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest
public @interface IiiTest {

    /** Returns properties in the form {@code key=value}, as in {@link SpringBootTest#properties}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** Returns arguments of the application, as in {@link SpringBootTest#args}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "args")
    String[] args() default {};

    /** Returns the configuration classes, as in {@link SpringBootTest#classes}. Default: the application class. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};

    /** Returns the kind of web environment, as in {@link SpringBootTest#webEnvironment}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "webEnvironment")
    WebEnvironment webEnvironment() default WebEnvironment.MOCK;

    /**
     * Returns the {@code config.yaml} of the engine, for example {@code classpath:config.yaml}. The ports in it are used. Default:
     * all engine workers, on free ports.
     */
    String engineConfig() default "";
}
