package dev.iii.stub.http;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The CORS rules: which pages of other origins may use a response (engine behaviour, section 14). As on the real
 * engine, a request is not refused because of them. The engine only sends the headers, and browsers enforce them. If the
 * config has no {@code cors} section, {@link dev.iii.stub.net.AllowedOrigins} decides which pages may use the port.
 *
 * @param origins the allowed origins; any origin is allowed if the list is empty or contains {@code *}
 * @param methods the allowed methods; any method is allowed if the list is empty
 * @param configured whether the config has these rules; if it has none, pages may read all headers of a response
 */
public record Cors(List<String> origins, List<String> methods, boolean configured) {

    /** Allows every origin and every method. Used if the config has no {@code cors} section. */
    public static final Cors OPEN = new Cors(List.of(), List.of(), false);

    private static final String ANY = "*";
    private static final String ALLOW = "access-control-allow-";

    /** Copies the lists. A list of origins that contains {@code *} becomes empty. */
    public Cors {
        origins = origins.contains(ANY) ? List.of() : List.copyOf(origins);
        methods = List.copyOf(methods);
    }

    /** Adds the headers of a response to an OPTIONS request. */
    void preflight(@Nullable String origin, BiConsumer<String, String> header) {
        allowOrigin(origin, header);
        header.accept(ALLOW + "methods", methods.isEmpty() ? ANY : String.join(",", methods));
        header.accept(ALLOW + "headers", ANY);
    }

    /** Adds the headers of any other response. */
    void answer(@Nullable String origin, BiConsumer<String, String> header) {
        allowOrigin(origin, header);
        if (!configured) {
            header.accept("access-control-expose-headers", ANY);
        }
    }

    private void allowOrigin(@Nullable String origin, BiConsumer<String, String> header) {
        header.accept("vary", "origin, access-control-request-method, access-control-request-headers");
        if (origins.isEmpty()) {
            header.accept(ALLOW + "origin", ANY);
        } else if (origin != null && origins.contains(origin)) {
            header.accept(ALLOW + "origin", origin);
        }
    }
}
