package dev.iii.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Creates clients from interfaces outside of the package of the application class. Put it on a class with {@code
 * @Configuration}. The interfaces in the package of the application class are then no longer found without being named here.
 *
 * <p>Without any attribute, the interfaces with {@link IiiClient} in the package of the annotated class and below it are found.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(IiiClientsRegistrar.class)
public @interface EnableIiiClients {

    /** Returns the packages in which interfaces with {@link IiiClient} are found, also in packages below them. */
    String[] basePackages() default {};

    /** Returns classes whose packages are added to {@link #basePackages}. */
    Class<?>[] basePackageClasses() default {};

    /** Returns interfaces that become clients. They need no {@link IiiClient}. */
    Class<?>[] clients() default {};
}
