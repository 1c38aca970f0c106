package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.trigger.StateEvent;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** The hints that Spring writes for a native image when it processes an application ahead of time. */
class NativeHintsTest {

    record Order(String sku, List<Line> lines) {}

    record Line(int quantity) {}

    record Receipt(String number) {}

    record Item(String sku) {}

    static class Shop {

        @Function("shop::order")
        public Receipt order(Order order, Invocation invocation) {
            return new Receipt(order.sku());
        }

        @Function("shop::changed")
        public void changed(StateEvent<Item> event) {}

        public void ordinary() {}
    }

    interface Prices {

        @Function("prices::of")
        Receipt of(Item item);
    }

    private static RuntimeHints hints;

    @BeforeAll
    static void process() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(Shop.class);
            context.registerBeanDefinition("prices", IiiClientFactoryBean.definition(Prices.class));
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("com.example", "Shop")), new InMemoryGeneratedFiles());
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            hints = generation.getRuntimeHints();
        }
    }

    private static Predicate<RuntimeHints> isRead(Class<?> type) {
        return RuntimeHintsPredicates.reflection()
                .onType(type)
                .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
    }

    @Test
    void methodsOfFunctionsCanBeCalled() throws NoSuchMethodException {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Shop.class.getMethod("order", Order.class, Invocation.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Prices.class.getMethod("of", Item.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Shop.class.getMethod("ordinary")))
                .rejects(hints);
    }

    @Test
    void payloadsCanBeReadAndWritten() {
        assertThat(List.of(Order.class, Line.class, Receipt.class, Item.class))
                .allSatisfy(type -> assertThat(isRead(type)).accepts(hints));
        assertThat(isRead(StateEvent.class)).rejects(hints);
        assertThat(isRead(Invocation.class)).rejects(hints);
    }

    @Test
    void clientsCanHaveProxies() {
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Prices.class)).accepts(hints);
    }
}
