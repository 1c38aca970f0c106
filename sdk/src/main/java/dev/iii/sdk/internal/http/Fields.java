package dev.iii.sdk.internal.http;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds headers and parameters by name. */
public final class Fields {

    private Fields() {}

    /**
     * Returns a header. The name is not case-sensitive.
     *
     * @param headers the headers by lower-case name
     */
    public static Optional<String> header(Map<String, String> headers, String name) {
        return Optional.ofNullable(
                headers.get(Arguments.notBlank(name, "header name").toLowerCase(Locale.ROOT)));
    }

    /** Returns the first value of a parameter. */
    public static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(Arguments.notBlank(name, "parameter name"), List.of()).stream()
                .findFirst();
    }
}
