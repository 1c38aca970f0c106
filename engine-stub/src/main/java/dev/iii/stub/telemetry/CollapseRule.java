package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Selects spans that the tree of a trace omits. The children of an omitted span move up to its parent. Immutable. */
public final class CollapseRule {

    private final Pattern name;
    private final @Nullable Pattern service;

    /**
     * Creates a rule. In both patterns {@code *} matches any characters and {@code ?} matches one character.
     *
     * @param name a pattern for names of spans
     * @param service a pattern for names of services; {@code null} for all services
     */
    public CollapseRule(String name, @Nullable String service) {
        this.name = wildcard(name);
        this.service = service == null ? null : wildcard(service);
    }

    boolean matches(SpanRecord span) {
        return name.matcher(span.name()).matches()
                && (service == null || service.matcher(span.serviceName()).matches());
    }

    private static Pattern wildcard(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
