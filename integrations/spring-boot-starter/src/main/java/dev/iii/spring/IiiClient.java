package dev.iii.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods are annotated with {@link dev.iii.sdk.annotation.Function} as a client of these functions, as
 * {@link dev.iii.sdk.Worker#client(Class)} describes. The application can inject it.
 *
 * <pre>{@code
 * @IiiClient
 * public interface Shop {
 *     @Function("cmd::sell-item")
 *     Sold sell(Sell sell);
 * }
 * }</pre>
 *
 * <p>Interfaces are found in the package of the application class and below it, as entities and repositories are. Use {@link
 * EnableIiiClients} for other packages. If the application already has a bean of the type, for example the implementation of the
 * functions, no client is created.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface IiiClient {

    /** Returns the name of the bean. Default: the name of the interface. */
    String value() default "";

    /** Returns the namespace of the functions. Default: that of the worker. May contain placeholders. */
    String namespace() default "";

    /**
     * Returns the time that each call waits for its result, for example {@code 2s}. Default: {@code iii.call-timeout}. May contain
     * placeholders.
     */
    String timeout() default "";
}
