package dev.iii.spring;

import dev.iii.sdk.WorkerOptions;

/**
 * Changes the options of the auto-configured worker. Beans of this type are called in their {@link
 * org.springframework.core.annotation.Order}, after the properties and the interceptors were set. Implementations need not be
 * thread-safe.
 */
@FunctionalInterface
public interface WorkerOptionsBuilderCustomizer {

    /** Changes the options. */
    void customize(WorkerOptions.Builder options);
}
