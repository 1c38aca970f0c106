package dev.iii.sdk.validation;

import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The validator of the provider that is a dependency of the program. It is started once in a process. */
final class DefaultProvider {

    private static final Logger log = LoggerFactory.getLogger(DefaultProvider.class);

    private static final DefaultProvider INSTANCE = start();

    private final @Nullable InputValidator validator;
    private final @Nullable ValidationException problem;

    private DefaultProvider(@Nullable InputValidator validator, @Nullable ValidationException problem) {
        this.validator = validator;
        this.problem = problem;
    }

    // The provider is needed until the process ends, so it is not closed.
    private static DefaultProvider start() {
        try {
            return new DefaultProvider(
                    BeanValidation.of(Validation.buildDefaultValidatorFactory().getValidator()), null);
        } catch (NoProviderFoundException e) {
            log.warn(
                    "Inputs of functions have constraints that are not checked: there is no provider of Bean Validation."
                            + " Add a dependency on one, for example org.hibernate.validator:hibernate-validator");
            return new DefaultProvider(null, null);
        } catch (ValidationException e) {
            return new DefaultProvider(null, e);
        }
    }

    /**
     * Returns the validator; empty if there is no provider.
     *
     * @throws IllegalArgumentException if the provider cannot be started
     */
    static Optional<InputValidator> validator() {
        ValidationException failure = INSTANCE.problem;
        if (failure != null) {
            throw new IllegalArgumentException(
                    "the provider of Bean Validation cannot be started: " + failure.getMessage()
                            + "; add what it needs, or set WorkerOptions.inputValidator",
                    failure);
        }
        return Optional.ofNullable(INSTANCE.validator);
    }
}
