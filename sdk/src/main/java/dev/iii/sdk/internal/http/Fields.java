package dev.iii.sdk.internal.http;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Headers and parameters by name. */
public final class Fields {

    private Fields() {}

    /** A header of those that are by name in lower case. */
    public static Optional<String> header(Map<String, String> headers, String name) {
        return Optional.ofNullable(
                headers.get(Arguments.notBlank(name, "header name").toLowerCase(Locale.ROOT)));
    }

    /** The first value of a parameter. */
    public static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(Arguments.notBlank(name, "parameter name"), List.of()).stream()
                .findFirst();
    }
}
