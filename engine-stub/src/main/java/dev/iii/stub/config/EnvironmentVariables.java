package dev.iii.stub.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} and {@code ${NAME:default}} in a config file by environment variables. */
final class EnvironmentVariables {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");

    private EnvironmentVariables() {}

    static String expand(String file, String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = variables.get(name);
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                long line = text.substring(0, matcher.start()).lines().count();
                throw new ConfigException(file + ":" + Math.max(1, line) + ": the environment variable " + name
                        + " is not set; set it, or write ${" + name + ":default}");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }
}
