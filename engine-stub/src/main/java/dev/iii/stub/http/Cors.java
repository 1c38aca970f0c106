package dev.iii.stub.http;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may use an answer (engine behaviour, section 14). Nothing is ever refused here: the
 * headers tell the browser.
 *
 * @param origins the allowed origins; any when it is empty or holds {@code *}
 * @param methods the allowed methods; any when it is empty
 * @param exposesHeaders whether pages may read all headers of an answer
 */
public record Cors(List<String> origins, List<String> methods, boolean exposesHeaders) {

    /** Everybody may everything: without a {@code cors} section in the config. */
    public static final Cors OPEN = new Cors(List.of(), List.of(), true);

    private static final String ANY = "*";
    private static final String ALLOW = "access-control-allow-";

    /** Copies the lists. */
    public Cors {
        origins = origins.contains(ANY) ? List.of() : List.copyOf(origins);
        methods = List.copyOf(methods);
    }

    /** The headers of an answer to OPTIONS. */
    void preflight(@Nullable String origin, BiConsumer<String, String> header) {
        allowOrigin(origin, header);
        header.accept(ALLOW + "methods", methods.isEmpty() ? ANY : String.join(",", methods));
        header.accept(ALLOW + "headers", ANY);
    }

    /** The headers of any other answer. */
    void answer(@Nullable String origin, BiConsumer<String, String> header) {
        allowOrigin(origin, header);
        if (exposesHeaders) {
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
