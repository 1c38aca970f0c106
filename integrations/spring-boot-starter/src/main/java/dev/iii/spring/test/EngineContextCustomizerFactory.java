package dev.iii.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/** Adds an engine to the contexts of tests with {@link IiiTest}. */
final class EngineContextCustomizerFactory implements ContextCustomizerFactory {

    /** Whether the application has Spring Boot for its tests, and not only Spring. */
    private static final boolean SPRING_BOOT_TEST = ClassUtils.isPresent(
            "org.springframework.boot.test.context.SpringBootTest",
            EngineContextCustomizerFactory.class.getClassLoader());

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        if (!SPRING_BOOT_TEST) {
            // The annotation cannot be read.
            return null;
        }
        IiiTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, IiiTest.class);
        return annotation == null ? null : new EngineContextCustomizer(annotation.engineConfig());
    }
}
