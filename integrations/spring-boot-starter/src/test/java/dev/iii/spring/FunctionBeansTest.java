package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.annotation.OnHttp;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

/** Functions of beans are registered. */
class FunctionBeansTest {

    @RegisterExtension
    static final SharedEngine engine = new SharedEngine();

    private static String call(Worker worker, String function, String payload) {
        return Objects.requireNonNull(worker.trigger(function, payload, String.class));
    }

    public static class Shop {

        @Function("shop::sell")
        @OnHttp(path = "/sell", method = "POST")
        public String sell(String item) {
            return "sold " + item;
        }
    }

    @Test
    void aBeanIsRegistered() {
        engine.connected()
                .withBean(Shop.class)
                .run(context -> assertThat(call(context.getBean(Worker.class), "shop::sell", "tea"))
                        .isEqualTo("sold tea"));
    }

    @Test
    void anApplicationWithoutFunctionsStarts() {
        engine.connected().run(context -> assertThat(context).hasNotFailed());
    }

    // ---------------------------------------------------------------- proxies

    /** Counts the calls of the methods of beans. */
    static final class Counter implements MethodBeforeAdvice {

        final AtomicInteger calls = new AtomicInteger();

        @Override
        public void before(Method method, Object[] arguments, @Nullable Object target) {
            calls.incrementAndGet();
        }
    }

    private static BeanNameAutoProxyCreator proxies(boolean ofClasses) {
        BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
        creator.setBeanNames("shop");
        creator.setInterceptorNames("counter");
        creator.setProxyTargetClass(ofClasses);
        return creator;
    }

    private static ApplicationContextRunner proxied(Class<?> type, boolean ofClasses) {
        return engine.connected()
                .withBean("counter", Counter.class)
                .withBean("shop", type)
                .withBean(BeanNameAutoProxyCreator.class, () -> proxies(ofClasses));
    }

    @Test
    void theProxyOfAClassIsCalled() {
        proxied(Shop.class, true).run(context -> {
            assertThat(call(context.getBean(Worker.class), "shop::sell", "tea")).isEqualTo("sold tea");
            assertThat(context.getBean(Counter.class).calls).hasValue(1);
        });
    }

    public interface Selling {
        String sell(String item);
    }

    public static class SellingShop implements Selling {

        @Override
        @Function("shop::sell")
        public String sell(String item) {
            return "sold " + item;
        }
    }

    @Test
    void theProxyOfAnInterfaceIsCalled() {
        proxied(SellingShop.class, false).run(context -> {
            assertThat(context).doesNotHaveBean(SellingShop.class);
            assertThat(call(context.getBean(Worker.class), "shop::sell", "tea")).isEqualTo("sold tea");
            assertThat(context.getBean(Counter.class).calls).hasValue(1);
        });
    }

    public static class HiddenShop implements Selling {

        @Override
        public String sell(String item) {
            return "sold " + item;
        }

        @Function("shop::hidden")
        public String hidden(String item) {
            return item;
        }
    }

    @Test
    void aFunctionThatTheProxyDoesNotHaveIsReported() {
        proxied(HiddenShop.class, false)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("bean 'shop' (" + HiddenShop.class.getName() + "): HiddenShop.hidden:")
                        .contains("proxy-target-class"));
    }

    public static class FinalShop {

        @Function("shop::final")
        public final String sell(String item) {
            return item;
        }
    }

    @Test
    void aFinalFunctionOfAProxyIsReported() {
        proxied(FinalShop.class, true)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("bean 'shop' (" + FinalShop.class.getName() + "): FinalShop.sell: it is final"));
    }

    @Test
    void aProxyThatIsNoBeanDefinitionIsRegistered() {
        ProxyFactory factory = new ProxyFactory(new SellingShop());
        engine.connected()
                .withInitializer(context -> context.getBeanFactory().registerSingleton("shop", factory.getProxy()))
                .run(context -> assertThat(call(context.getBean(Worker.class), "shop::sell", "tea"))
                        .isEqualTo("sold tea"));
    }

    // ---------------------------------------------------------------- lazy and scoped beans

    public static class CountedShop {

        static final AtomicInteger CREATED = new AtomicInteger();

        private final int number = CREATED.incrementAndGet();

        @Function("shop::number")
        public int number() {
            return number;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyShop {

        @Bean
        @Lazy
        CountedShop shop() {
            return new CountedShop();
        }
    }

    @Test
    void aLazyBeanIsCreatedAtTheFirstCall() {
        engine.connected().withUserConfiguration(LazyShop.class).run(context -> {
            Worker worker = context.getBean(Worker.class);
            int before = CountedShop.CREATED.get();
            assertThat(worker.trigger("shop::number", null, Integer.class)).isEqualTo(before + 1);
            assertThat(worker.trigger("shop::number", null, Integer.class)).isEqualTo(before + 1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeShop {

        @Bean
        @Scope(BeanDefinition.SCOPE_PROTOTYPE)
        CountedShop shop() {
            return new CountedShop();
        }
    }

    @Test
    void aPrototypeIsCreatedAtEachCall() {
        engine.connected().withUserConfiguration(PrototypeShop.class).run(context -> {
            Worker worker = context.getBean(Worker.class);
            int before = CountedShop.CREATED.get();
            assertThat(worker.trigger("shop::number", null, Integer.class)).isEqualTo(before + 1);
            assertThat(worker.trigger("shop::number", null, Integer.class)).isEqualTo(before + 2);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class RequestShop {

        @Bean
        @Scope("request")
        Shop shop() {
            return new Shop();
        }
    }

    @Test
    void aBeanOfARequestIsReported() {
        engine.connected()
                .withUserConfiguration(RequestShop.class)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("bean 'shop' (" + Shop.class.getName() + "): it has the scope 'request'"));
    }

    record FinalBean() {
        @Function("shop::record")
        public String sell(String item) {
            return item;
        }
    }

    @Test
    void aFinalClassThatNeedsAProxyIsReported() {
        engine.connected()
                .withBean("shop", FinalBean.class, FinalBean::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("bean 'shop'", "the class is final"));
    }

    @Test
    void anErrorOfALazyBeanReachesTheCaller() {
        engine.connected()
                .withBean("shop", FailingShop.class, FailingShop::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> context.getBean(Worker.class).trigger("shop::fail", null)))
                        .isInstanceOfSatisfying(
                                dev.iii.sdk.error.FunctionException.class,
                                e -> assertThat(e.code()).isEqualTo("sold_out")));
    }

    public static class FailingShop {

        @Function("shop::fail")
        public void fail() {
            throw new dev.iii.sdk.error.FunctionException("sold_out", "no tea");
        }
    }

    // ---------------------------------------------------------------- mistakes

    public static class WrongShop {

        @Function("shop::two")
        public String two(String first, String second) {
            return first + second;
        }

        @OnHttp(path = "/lost")
        public String lost() {
            return "";
        }
    }

    @Test
    void allMistakesOfAllBeansAreReported() {
        engine.connected()
                .withBean("wrong", WrongShop.class)
                .withBean("first", Shop.class)
                .withBean("second", Shop.class)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("bean 'wrong' (" + WrongShop.class.getName() + "): WrongShop.lost:")
                        .contains("WrongShop.two: it must have one input parameter")
                        .contains("bean 'second' (" + Shop.class.getName() + ")")
                        .contains("already registered"));
    }

    // ---------------------------------------------------------------- clients

    public interface Calls {
        @Function("shop::sell")
        String sell(String item);
    }

    @Test
    void aClientIsNotRegistered() {
        engine.connected()
                .withUserConfiguration(ClientConfiguration.class)
                .withBean(Shop.class)
                .run(context ->
                        assertThat(context.getBean(Calls.class).sell("tea")).isEqualTo("sold tea"));
    }

    @Configuration(proxyBeanMethods = false)
    static class ClientConfiguration {

        @Bean
        Calls calls(Worker worker) {
            return worker.client(Calls.class);
        }
    }
}
