package com.example.shop;

import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.logging.MdcInterceptor;
import dev.iii.spring.WorkerOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
class Interception {

    @Bean
    @Order(1)
    FunctionInterceptor mdc() {
        return new MdcInterceptor();
    }

    @Bean
    WorkerOptionsBuilderCustomizer description() {
        return options -> options.description("sells what is in stock");
    }
}
