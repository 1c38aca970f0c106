package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans that the tree of a trace leaves out; what is below them moves up. */
public final class CollapseRule {

    private final Pattern name;
    private final @Nullable Pattern service;

    /**
     * A rule. In both patterns {@code *} stands for any text and {@code ?} for one character.
     *
     * @param name a pattern for names of spans
     * @param service a pattern for names of services, {@code null} for all
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
