package dev.iii.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.EmptyTargetSource;

/**
 * An object with the methods of a class, each of which calls the same method of a bean. It makes the annotations of the class
 * visible where the bean is a proxy with interfaces only, and it gets the bean at each call where the bean does not exist yet.
 */
final class BeanFacade {

    private static final Pattern PROXY_NAME = Pattern.compile("\\$\\$SpringCGLIB\\$\\$\\d+");

    private BeanFacade() {}

    /**
     * Returns a facade; {@code null} if there cannot be one, and then a problem is added.
     *
     * @param type the class of the bean without its proxies
     * @param bean returns the bean, called for each call of a method
     */
    static @Nullable Object of(Class<?> type, Supplier<Object> bean, List<String> problems) {
        problems.addAll(finalFunctions(type));
        if (Modifier.isFinal(type.getModifiers())) {
            problems.add("the class is final, so that it cannot have a proxy, which a lazy, scoped or proxied bean with"
                    + " functions needs; remove 'final', or make it an ordinary singleton");
        }
        if (!problems.isEmpty()) {
            return null;
        }
        ProxyFactory factory = new ProxyFactory();
        if (type.isInterface()) {
            factory.addInterface(type);
        } else {
            factory.setTargetSource(EmptyTargetSource.forClass(type, true));
            factory.setProxyTargetClass(true);
        }
        factory.addAdvice((MethodInterceptor) call -> invoke(bean.get(), call.getMethod(), call.getArguments()));
        try {
            return factory.getProxy(type.getClassLoader());
        } catch (AopConfigException e) {
            problems.add("it cannot have a proxy, which a lazy, scoped or proxied bean with functions needs: "
                    + e.getMessage());
            return null;
        }
    }

    private static @Nullable Object invoke(Object bean, Method method, @Nullable Object[] arguments) throws Throwable {
        return AopUtils.invokeJoinpointUsingReflection(
                bean, AopUtils.selectInvocableMethod(method, bean.getClass()), arguments);
    }

    /** Returns what is wrong with functions that a proxy cannot intercept. */
    static List<String> finalFunctions(Class<?> type) {
        List<String> problems = new ArrayList<>();
        for (Class<?> c : AnnotatedTypes.all(type)) {
            for (Method method : c.getDeclaredMethods()) {
                if (AnnotatedTypes.isAnnotated(method)
                        && Modifier.isFinal(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())) {
                    problems.add(c.getSimpleName() + "." + method.getName()
                            + ": it is final, so that the proxy of the bean cannot call it; remove 'final'");
                }
            }
        }
        return problems;
    }

    /** Returns the functions that a proxy with interfaces does not have. */
    static List<String> hiddenFunctions(Class<?> type, Class<?> proxy) {
        List<String> problems = new ArrayList<>();
        for (Class<?> c : AnnotatedTypes.all(type)) {
            for (Method method : c.getDeclaredMethods()) {
                if (AnnotatedTypes.isAnnotated(method)) {
                    try {
                        AopUtils.selectInvocableMethod(method, proxy);
                    } catch (IllegalStateException e) {
                        problems.add(c.getSimpleName() + "." + method.getName() + ": " + e.getMessage());
                    }
                }
            }
        }
        return problems;
    }

    /** Returns a message with the names of the classes that the application has. */
    static String withoutProxyNames(String message) {
        return PROXY_NAME.matcher(message).replaceAll("");
    }
}
