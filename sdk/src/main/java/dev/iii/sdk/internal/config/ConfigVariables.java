package dev.iii.sdk.internal.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> by environment variables. The configuration worker of the engine
 * does the same when it returns a value. {@code iii compose} does not do it for the file that it writes, so that no secret gets
 * into the file.
 */
final class ConfigVariables {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");

    private final Function<String, @Nullable String> environment;

    ConfigVariables(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    static boolean isPlaceholder(String text) {
        return PLACEHOLDER.matcher(text.strip()).matches();
    }

    /**
     * Returns the text with the values of its variables. A value is not expanded again.
     *
     * @throws IllegalArgumentException if a variable is not set and has no default
     */
    String expand(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = environment.apply(matcher.group(1));
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                throw new IllegalArgumentException("the environment variable " + matcher.group(1)
                        + " is not set; set it for the worker, or write ${" + matcher.group(1) + ":default}");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }
}
