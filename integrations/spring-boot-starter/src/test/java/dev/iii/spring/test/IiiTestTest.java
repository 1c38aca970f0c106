package dev.iii.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.annotation.Function;
import dev.iii.stub.EngineStub;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

/** The engine of tests with {@link IiiTest}. The classes whose contexts are created here contain no tests of their own. */
class IiiTestTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Echo echo() {
            return new Echo();
        }
    }

    public static class Echo {

        @Function("slice::echo")
        public String echo(String text) {
            return text;
        }
    }

    @IiiTest(classes = Application.class)
    static class First {}

    @IiiTest(classes = Application.class)
    static class Second {}

    @IiiTest(classes = Application.class, properties = "iii.name=other")
    static class Other {}

    static class Inherited extends First {}

    @IiiTest(classes = Application.class, engineConfig = "classpath:engine.yaml")
    static class Configured {}

    @IiiTest(classes = Application.class, engineConfig = "classpath:missing.yaml")
    static class Misconfigured {}

    private static TestContextManager manager(Class<?> test) {
        return new TestContextManager(test);
    }

    private static ApplicationContext context(Class<?> test) {
        return manager(test).getTestContext().getApplicationContext();
    }

    private static void close(Class<?> test) {
        manager(test).getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
    }

    @Test
    void theWorkerIsReadyAndItsFunctionsAreRegistered() {
        Worker worker = context(First.class).getBean(Worker.class);
        assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
        assertThat(worker.trigger("slice::echo", "a", String.class)).isEqualTo("a");
    }

    @Test
    void testsWithTheSameConfigurationShareTheEngine() {
        EngineStub engine = context(First.class).getBean(EngineStub.class);
        assertThat(context(Second.class).getBean(EngineStub.class)).isSameAs(engine);
        assertThat(context(Inherited.class).getBean(EngineStub.class)).isSameAs(engine);
        assertThat(context(Other.class).getBean(EngineStub.class)).isNotSameAs(engine);
        assertThat(context(Other.class).getBean(Worker.class).name()).isEqualTo("other");
        close(Other.class);
    }

    @Test
    void theEngineEndsAfterTheWorkerOfTheContext() {
        ApplicationContext context = context(Other.class);
        EngineStub engine = context.getBean(EngineStub.class);
        Worker worker = context.getBean(Worker.class);
        int port = engine.workerUrl().getPort();
        close(Other.class);
        assertThat(worker.closed()).isCompleted();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).hasMessageContaining("refused");
    }

    @Test
    void theEngineReadsAConfiguration() {
        assertThat(context(Configured.class).getBean(Worker.class).discovery().workers())
                .extracting(worker -> worker.name().orElse(""))
                .contains("iii-state")
                .doesNotContain("iii-cron");
        close(Configured.class);
    }

    @Test
    void aMissingConfigurationIsReported() {
        assertThatThrownBy(() -> context(Misconfigured.class))
                .hasRootCauseInstanceOf(java.io.FileNotFoundException.class)
                .hasStackTraceContaining("classpath:missing.yaml");
    }
}
