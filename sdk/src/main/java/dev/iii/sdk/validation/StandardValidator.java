package dev.iii.sdk.validation;

import dev.iii.sdk.internal.check.Arguments;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Uses Bean Validation if it is a dependency of the program. Types without constraints do not start it, because that takes long.
 * Thread-safe.
 */
final class StandardValidator implements InputValidator {

    static final StandardValidator INSTANCE = new StandardValidator();

    private static final boolean AVAILABLE = isAvailable();

    private StandardValidator() {}

    private static boolean isAvailable() {
        try {
            Class<?> api =
                    Class.forName("jakarta.validation.Validator", false, StandardValidator.class.getClassLoader());
            return StandardValidator.class.getModule().canRead(api.getModule());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Optional<Check> checkOf(Type type) {
        Arguments.notNull(type, "type");
        if (!AVAILABLE || !Constraints.in(type)) {
            return Optional.empty();
        }
        return DefaultProvider.validator().flatMap(validator -> validator.checkOf(type));
    }
}
