package dev.iii.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionReaderUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Adds what an {@link EnableIiiClients} names to the bean definitions, where {@link IiiClientsPostProcessor} finds it. */
final class IiiClientsRegistrar implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        Map<String, Object> attributes = metadata.getAnnotationAttributes(EnableIiiClients.class.getName());
        if (attributes == null) {
            return;
        }
        List<Class<?>> clients = List.of((Class<?>[]) attributes.getOrDefault("clients", new Class<?>[0]));
        List<String> packages =
                new ArrayList<>(List.of((String[]) attributes.getOrDefault("basePackages", new String[0])));
        Stream.of((Class<?>[]) attributes.getOrDefault("basePackageClasses", new Class<?>[0]))
                .map(Class::getPackageName)
                .forEach(packages::add);
        if (packages.isEmpty() && clients.isEmpty()) {
            packages.add(ClassUtils.getPackageName(metadata.getClassName()));
        }
        RootBeanDefinition definition = new RootBeanDefinition(ClientScan.class);
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, packages);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, clients);
        BeanDefinitionReaderUtils.registerWithGeneratedName(definition, registry);
    }
}
