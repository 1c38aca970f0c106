package dev.iii.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iii.sdk.jackson.JacksonCodec;
import dev.iii.sdk.jackson2.Jackson2Codec;
import dev.iii.sdk.json.JsonCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the worker read and write payloads with the Jackson of the application. Thread-safe.
 *
 * <ol>
 *   <li>Spring Boot 4 with its own {@code JsonMapper}: the standard codec of the SDK with the settings of the application: the
 *       properties {@code spring.jackson.*}, modules, mixins and customizers.
 *   <li>A {@code JsonMapper} that the application defines: this mapper.
 *   <li>Spring Boot 3 with {@code iii-jackson2}: the {@code ObjectMapper} of the application.
 *   <li>Otherwise the standard codec of the SDK.
 * </ol>
 *
 * <p>A bean of the application of type {@link JsonCodec} takes the place of all of these.
 */
@AutoConfiguration(
        afterName = {
            // Spring Boot 4
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            // Spring Boot 3
            "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration"
        })
@ConditionalOnProperty(prefix = "iii", name = "enabled", matchIfMissing = true)
public final class IiiCodecAutoConfiguration {

    /** Created by Spring. */
    public IiiCodecAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "tools.jackson.databind.json.JsonMapper",
                "org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer"
            })
    @ConditionalOnMissingBean(JsonCodec.class)
    @ConditionalOnBean(name = "jacksonJsonMapper")
    static class ConfiguredJackson {

        @Bean
        JsonCodec iiiJsonCodec(ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
            return JacksonCodec.with(mapper -> customizers.orderedStream().forEach(one -> one.customize(mapper)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "tools.jackson.databind.json.JsonMapper")
    @ConditionalOnMissingBean(JsonCodec.class)
    @ConditionalOnSingleCandidate(type = "tools.jackson.databind.json.JsonMapper")
    static class OwnJackson {

        @Bean
        JsonCodec iiiJsonCodec(JsonMapper mapper) {
            return JacksonCodec.of(mapper);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = {"com.fasterxml.jackson.databind.ObjectMapper", "dev.iii.sdk.jackson2.Jackson2Codec"})
    @ConditionalOnMissingBean(JsonCodec.class)
    @ConditionalOnSingleCandidate(type = "com.fasterxml.jackson.databind.ObjectMapper")
    static class Jackson2 {

        @Bean
        JsonCodec iiiJsonCodec(ObjectMapper mapper) {
            return Jackson2Codec.of(mapper);
        }
    }
}
