package dev.iii.spring;

import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans that have methods with {@link dev.iii.sdk.annotation.Function}, and registers these methods. Collects all
 * mistakes before it reports them.
 *
 * <ul>
 *   <li>A singleton is called itself, or its proxy if it has one.
 *   <li>A lazy bean is created when one of its functions is called for the first time.
 *   <li>A bean of another scope is taken from the scope at each call; a prototype is created at each call.
 * </ul>
 */
final class FunctionBeans {

    /** Scopes that exist only while the web server of this application handles a request. */
    private static final Set<String> REQUEST_SCOPES = Set.of("request", "session", "websocket");

    private final ConfigurableListableBeanFactory beans;
    private final Set<String> clients;
    private final List<String> problems = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();

    /**
     * @param clients the names of the beans that are clients, or that take the place of clients in a test. They have the
     *     annotations of an interface, but do not implement its functions
     */
    FunctionBeans(ConfigurableListableBeanFactory beans, Set<String> clients) {
        this.beans = beans;
        this.clients = Set.copyOf(clients);
    }

    /**
     * Registers all functions of beans.
     *
     * @throws FunctionBeansException if methods are invalid
     */
    List<Registration> registerAll(Worker worker) {
        for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = isExcluded(name) ? null : targetClass(name);
            if (type != null && AnnotatedTypes.hasFunctions(type)) {
                register(worker, name, type);
            }
        }
        if (!problems.isEmpty()) {
            registrations.forEach(Registration::unregister);
            throw new FunctionBeansException(problems);
        }
        return List.copyOf(registrations);
    }

    private boolean isExcluded(String name) {
        return ScopedProxyUtils.isScopedTarget(name) || clients.contains(name);
    }

    /** Returns the class of a bean, without its proxies; {@code null} if it is not known yet. */
    private @Nullable Class<?> targetClass(String name) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
        String target = ScopedProxyUtils.getTargetBeanName(name);
        if (beans.containsBean(target)) {
            Class<?> scoped = AutoProxyUtils.determineTargetClass(beans, target);
            type = scoped == null ? type : scoped;
        }
        if (type != null && Proxy.isProxyClass(type) && beans.containsSingleton(name)) {
            type = AopProxyUtils.ultimateTargetClass(beans.getBean(name));
        }
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    private void register(Worker worker, String name, Class<?> type) {
        List<String> found = new ArrayList<>();
        try {
            Object object = object(name, type, found);
            if (object != null && found.isEmpty()) {
                registrations.addAll(worker.registerAll(object));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            found.add(String.valueOf(e.getMessage()));
        }
        for (String problem : found) {
            problems.add("bean '" + name + "' (" + type.getName() + "): " + BeanFacade.withoutProxyNames(problem));
        }
    }

    /** Returns the object whose methods are called; {@code null} if the bean does not implement functions. */
    private @Nullable Object object(String name, Class<?> type, List<String> found) {
        String scope = requestScope(name);
        if (scope != null) {
            found.add("it has the scope '" + scope + "', but a call of a function does not belong to a request of this"
                    + " application; move the functions to a singleton");
            return null;
        }
        if (!beans.isSingleton(name) || !beans.containsSingleton(name)) {
            return BeanFacade.of(type, () -> beans.getBean(name), found);
        }
        Object bean = beans.getBean(name);
        if (isClient(bean)) {
            return null;
        }
        if (AopUtils.isJdkDynamicProxy(bean)) {
            found.addAll(BeanFacade.hiddenFunctions(type, bean.getClass()));
            return BeanFacade.of(type, () -> bean, found);
        }
        if (AopUtils.isCglibProxy(bean)) {
            found.addAll(BeanFacade.finalFunctions(type));
        }
        return bean;
    }

    private @Nullable String requestScope(String name) {
        String target = ScopedProxyUtils.getTargetBeanName(name);
        for (String candidate : List.of(target, name)) {
            if (beans.containsBeanDefinition(candidate)) {
                BeanDefinition definition = beans.getMergedBeanDefinition(candidate);
                String scope = definition.getScope();
                if (scope != null && REQUEST_SCOPES.contains(scope)) {
                    return scope;
                }
            }
        }
        return null;
    }

    /** A client has the annotations of its interface, but it calls the functions and does not implement them. */
    private static boolean isClient(Object bean) {
        Object target = AopProxyUtils.getSingletonTarget(bean);
        Object object = target == null ? bean : target;
        return Proxy.isProxyClass(object.getClass())
                && Proxy.getInvocationHandler(object).getClass().getName().startsWith("dev.iii.sdk.internal.");
    }
}
