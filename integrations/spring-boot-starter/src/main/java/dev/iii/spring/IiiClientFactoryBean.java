package dev.iii.spring;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/** Creates a client from an interface. */
final class IiiClientFactoryBean<T> implements SmartFactoryBean<T>, BeanFactoryAware, EnvironmentAware {

    private final Class<T> type;
    private @Nullable BeanFactory beans;
    private @Nullable Environment environment;

    IiiClientFactoryBean(Class<T> type) {
        this.type = type;
    }

    static BeanDefinition definition(Class<?> type) {
        RootBeanDefinition definition = new RootBeanDefinition(IiiClientFactoryBean.class);
        definition.setTargetType(ResolvableType.forClassWithGenerics(IiiClientFactoryBean.class, type));
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        return definition;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = beanFactory;
    }

    @Override
    public void setEnvironment(Environment newEnvironment) {
        environment = newEnvironment;
    }

    @Override
    public Class<T> getObjectType() {
        return type;
    }

    /** A mistake in an interface is found when the application starts. */
    @Override
    public boolean isEagerInit() {
        return true;
    }

    @Override
    public T getObject() {
        if (beans == null) {
            throw new IllegalStateException("the client " + type.getName() + " must be created by a bean factory");
        }
        Worker worker = beans.getBean(Worker.class);
        try {
            return worker.client(type, options(type.getAnnotation(IiiClient.class)));
        } catch (IllegalArgumentException e) {
            throw new InvalidIiiClientException(type, e);
        }
    }

    private UnaryOperator<Call> options(@Nullable IiiClient annotation) {
        String namespace = annotation == null ? "" : resolved(annotation.namespace());
        String wait = annotation == null ? "" : resolved(annotation.timeout());
        Duration timeout = wait.isBlank() ? null : DurationStyle.detectAndParse(wait);
        return call -> {
            Call configured = namespace.isBlank() ? call : call.namespace(namespace);
            return timeout == null ? configured : configured.timeout(timeout);
        };
    }

    private String resolved(String value) {
        return environment == null ? value : environment.resolveRequiredPlaceholders(value);
    }
}
