package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.spring.clients.Prices;
import dev.iii.spring.clients.Stock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/** Interfaces become beans. */
class IiiClientsTest {

    @RegisterExtension
    static final SharedEngine engine = new SharedEngine();

    /** Implements the functions that the clients call. */
    public static final class Functions {

        @Function("stock::left")
        public int left(String sku) {
            return sku.length();
        }

        @Function("prices::of")
        public String price(String sku) {
            return sku + " costs 1 EUR";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Stock.class)
    static class Application {}

    @Test
    void interfacesInThePackageOfTheApplicationBecomeBeans() {
        engine.connected()
                .withUserConfiguration(Application.class)
                .withBean(Functions.class)
                .withPropertyValues("stock.timeout=15s")
                .run(context -> {
                    assertThat(context.getBean(Stock.class).left("tea")).isEqualTo(3);
                    assertThat(context).hasBean("stockClient").doesNotHaveBean(Prices.class);
                });
    }

    @Test
    void aMissingPlaceholderIsReported() {
        engine.connected()
                .withUserConfiguration(Application.class)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("stock.timeout"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIiiClients(clients = Prices.class)
    static class Named {}

    @Test
    void namedInterfacesBecomeBeans() {
        engine.connected()
                .withUserConfiguration(Application.class, Named.class)
                .withBean(Functions.class)
                .run(context -> {
                    assertThat(context.getBean(Prices.class).of("tea")).isEqualTo("tea costs 1 EUR");
                    assertThat(context).doesNotHaveBean(Stock.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIiiClients(basePackageClasses = Stock.class)
    static class Scanned {}

    @Test
    void packagesAreScanned() {
        engine.connected()
                .withUserConfiguration(Scanned.class)
                .withPropertyValues("stock.timeout=15s")
                .run(context -> assertThat(context).hasSingleBean(Stock.class).doesNotHaveBean(Prices.class));
    }

    @Test
    void aBeanOfTheApplicationTakesThePlaceOfTheClient() {
        Stock own = sku -> 7;
        engine.connected()
                .withUserConfiguration(Application.class)
                .withBean(Stock.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(Stock.class).left("tea")).isEqualTo(7));
    }

    @Test
    void aMockThatReplacesAClientIsNotRegistered() {
        Stock mock = sku -> 7;
        engine.connected()
                .withUserConfiguration(Application.class)
                .withPropertyValues("stock.timeout=15s")
                .withInitializer(context -> context.addBeanFactoryPostProcessor(beans -> {
                    BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
                    registry.removeBeanDefinition("stockClient");
                    registry.registerBeanDefinition("stockClient", new RootBeanDefinition(Stock.class, () -> mock));
                }))
                .run(context -> {
                    assertThat(context.getBean(Stock.class).left("tea")).isEqualTo(7);
                    assertThatThrownBy(() -> context.getBean(Worker.class).trigger("stock::left", "tea"))
                            .isInstanceOf(FunctionNotFoundException.class);
                });
    }

    interface Invalid {
        String withoutAnnotation(String a);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIiiClients(clients = Invalid.class)
    static class WithMistake {}

    @Test
    void aMistakeInAnInterfaceIsReportedAtTheStart() {
        Contexts.runner()
                .withUserConfiguration(WithMistake.class)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains(Invalid.class.getName())
                        .contains("Invalid.withoutAnnotation: it has no @Function")
                        .contains("Each method of a client needs @Function"));
    }

    @Test
    void aDisabledStarterCreatesNoClients() {
        Contexts.runner()
                .withUserConfiguration(Application.class)
                .withPropertyValues("iii.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Stock.class).doesNotHaveBean(Worker.class));
    }
}
