package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Properties that nothing reads, for example because their names are misspelt. */
class UnknownPropertiesTest {

    private final ApplicationContextRunner runner = Contexts.runner();

    /** Runs without the variables and system properties of the computer that runs the test. */
    private static List<String> warnings(ApplicationContextRunner runner) {
        List<List<String>> found = new ArrayList<>();
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            found.add(context.getBean(UnknownProperties.class).warnings());
        });
        return found.get(0).stream()
                .filter(warning -> System.getProperties().stringPropertyNames().stream()
                        .noneMatch(name -> name.startsWith("iii.") && warning.contains(name)))
                .toList();
    }

    private ApplicationContextRunner withVariables(Map<String, Object> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iii.ulr                      | iii.url
            iii.drain-timout             | iii.drain-timeout
            iii.limit.inbox              | iii.limits.inbox
            iii.engine.url               | iii.url
            iii.queued-calls             | iii.limits.queued-calls
            iii.call.timeout             | iii.call-timeout
            iii.nonsense                 |
            iii.engine.port              |
            """)
    void aPropertyThatNothingReadsIsReported(String property, String meant) {
        List<String> warnings = warnings(runner.withPropertyValues(property + "=1"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("The property " + property)
                .contains(meant == null ? "docs/spring.md" : "Did you mean " + meant + "?");
    }

    @Test
    void propertiesInEveryFormAreRead() {
        assertThat(warnings(runner.withPropertyValues(
                        "iii.callTimeout=3s",
                        "iii.limits.queuedCalls=7",
                        "iii.headers.x-api-key=k",
                        "iii.headers.a.b=c",
                        "iii.ssl.bundle=",
                        "iii.http=http://127.0.0.1:1",
                        "iiix.url=other")))
                .isEmpty();
    }

    @Test
    void everyDurationOfTheMetadataIsRead() throws Exception {
        String[] all = Pattern.compile("\"name\": \"(iii\\.[a-z.-]+)\",\\s+\"type\": \"([a-zA-Z.]+)\"")
                .matcher(Files.readString(MetadataTest.METADATA))
                .results()
                .filter(property -> property.group(2).equals("java.time.Duration"))
                .map(property -> property.group(1) + "=90s")
                .toArray(String[]::new);
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(warnings(runner.withPropertyValues(all).withPropertyValues("iii.heartbeat.timeout=99s")))
                .isEmpty();
    }

    @Test
    void aVariableIsReportedIfItsNameIsSimilar() {
        assertThat(warnings(withVariables(Map.of("III_ULR", "ws://127.0.0.1:9", "III_LIMITS_INBOXX", "7"))))
                .containsExactly(
                        "The environment variable III_LIMITS_INBOXX has no effect, because nothing reads it."
                                + " Did you mean III_LIMITS_INBOX?",
                        "The environment variable III_ULR has no effect, because nothing reads it. Did you mean III_URL?");
    }

    @Test
    void variablesOfTheSdkAndOfOthersAreNotReported() {
        assertThat(warnings(withVariables(Map.of(
                        "III_CONFIG", "c.yaml",
                        "III_CONFIG_NAME", "c",
                        "III_WORKER_NAME", "w",
                        "III_LIMITS_QUEUED_CALLS", "7",
                        "III_LIMITS_QUEUEDSIZE", "7MB",
                        "III_HEADERS_X", "k",
                        "III_ENGINE_PORT", "49134"))))
                .isEmpty();
    }

    @ConfigurationProperties("iii.shop")
    record ShopProperties(String city) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ShopProperties.class)
    static class OwnProperties {

        @Bean
        @ConfigurationProperties(prefix = "iii.till")
        Till till() {
            return new Till();
        }
    }

    static final class Till {

        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void propertiesOfBeansOfTheApplicationAreRead() {
        assertThat(warnings(runner.withUserConfiguration(OwnProperties.class)
                        .withPropertyValues("iii.shop.city=Oslo", "iii.till.name=left", "iii.shops.city=Rome")))
                .singleElement()
                .asString()
                .contains("iii.shops.city");
    }
}
