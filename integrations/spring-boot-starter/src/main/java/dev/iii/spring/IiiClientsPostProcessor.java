package dev.iii.spring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Adds a bean for each client. Runs after all bean definitions of the application are known, so that no client is added where
 * the application has a bean of the type.
 */
final class IiiClientsPostProcessor implements BeanDefinitionRegistryPostProcessor {

    private final Environment environment;
    private final Set<String> names = new LinkedHashSet<>();

    IiiClientsPostProcessor(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry instanceof ConfigurableListableBeanFactory beans) {
            for (Class<?> client : clients(beans)) {
                if (beans.getBeanNamesForType(client, true, false).length == 0) {
                    registry.registerBeanDefinition(name(client), IiiClientFactoryBean.definition(client));
                    names.add(name(client));
                }
            }
        }
    }

    /** Returns the names of the beans that this object has added. A test may have replaced them by mocks. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    private static String name(Class<?> client) {
        IiiClient annotation = client.getAnnotation(IiiClient.class);
        return annotation == null || annotation.value().isBlank() ? client.getName() : annotation.value();
    }

    private Set<Class<?>> clients(ConfigurableListableBeanFactory beans) {
        Set<Class<?>> clients = new LinkedHashSet<>();
        List<String> packages = new ArrayList<>();
        List<ClientScan> scans = scans(beans);
        for (ClientScan scan : scans) {
            clients.addAll(scan.clients());
            packages.addAll(scan.packages());
        }
        if (scans.isEmpty() && AutoConfigurationPackages.has(beans)) {
            packages.addAll(AutoConfigurationPackages.get(beans));
        }
        InterfaceScanner scanner = new InterfaceScanner(environment);
        for (String name : packages) {
            for (BeanDefinition found : scanner.findCandidateComponents(name)) {
                clients.add(ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), beans.getBeanClassLoader()));
            }
        }
        return clients;
    }

    private static List<ClientScan> scans(ListableBeanFactory beans) {
        List<ClientScan> scans = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(ClientScan.class, true, false)) {
            scans.add(beans.getBean(name, ClientScan.class));
        }
        return scans;
    }

    /** Finds interfaces, which the scanner of Spring does not regard as components. */
    private static final class InterfaceScanner extends ClassPathScanningCandidateComponentProvider {

        InterfaceScanner(@Nullable Environment environment) {
            super(false);
            if (environment != null) {
                setEnvironment(environment);
            }
            addIncludeFilter(new AnnotationTypeFilter(IiiClient.class, false));
        }

        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return definition.getMetadata().isIndependent();
        }
    }
}
