package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.jackson2.Jackson2Codec;
import dev.iii.sdk.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The codec of the worker is the Jackson of the application. */
class CodecTest {

    record Sale(String itemId) {}

    private final ApplicationContextRunner runner = Contexts.runner();

    private static String written(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return new String(context.getBean(WorkerOptions.class).codec().write(new Sale("a")), StandardCharsets.UTF_8);
    }

    @Test
    void theSettingsOfTheApplicationApply() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> assertThat(written(context)).isEqualTo("{\"item_id\":\"a\"}"));
    }

    @Test
    void theCustomizersOfTheApplicationApply() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(
                        JsonMapperBuilderCustomizer.class,
                        () -> mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE))
                .run(context -> assertThat(written(context)).isEqualTo("{\"item-id\":\"a\"}"));
    }

    @Test
    void aMapperOfTheApplicationIsUsed() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(
                        "ownMapper",
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                                .build())
                .run(context -> assertThat(written(context)).isEqualTo("{\"ItemId\":\"a\"}"));
    }

    @Test
    void aCodecOfTheApplicationTakesTheirPlace() {
        JsonCodec own = Jackson2Codec.standard();
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(JsonCodec.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(WorkerOptions.class).codec()).isSameAs(own));
    }

    @Test
    void anObjectMapperOfJackson2IsUsed() {
        runner.withBean(
                        ObjectMapper.class,
                        () -> new ObjectMapper()
                                .setPropertyNamingStrategy(
                                        com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE))
                .run(context -> assertThat(written(context)).isEqualTo("{\"item_id\":\"a\"}"));
    }

    @Test
    void anObjectMapperIsIgnoredWithoutTheCodecForIt() {
        runner.withClassLoader(new FilteredClassLoader("dev.iii.sdk.jackson2"))
                .withBean(ObjectMapper.class, ObjectMapper::new)
                .run(context ->
                        assertThat(context.getBean(WorkerOptions.class).codec()).isSameAs(JsonCodec.standard()));
    }

    @Test
    void withoutAMapperTheCodecIsThatOfTheSdk() {
        runner.run(context ->
                assertThat(context.getBean(WorkerOptions.class).codec()).isSameAs(JsonCodec.standard()));
    }
}
