package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Calls the function with every HTTP request to a route of the engine's REST port (engine behaviour, section 14).
 * Immutable.
 *
 * <p>A path segment {@code :name} takes any text as a path parameter; a segment <code>{name}</code> takes any text and a last
 * segment <code>{*rest}</code> the rest, but the engine does not tell the function what these were. Paths are compared as
 * they are sent, a trailing slash counts. Of two triggers for one route the later one is called.
 */
public final class HttpTrigger extends BuiltIn<HttpTrigger> {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private HttpTrigger(Parts parts) {
        super("http", parts);
    }

    @Override
    HttpTrigger copy(Parts changed) {
        return new HttpTrigger(changed);
    }

    /** {@code GET path}. */
    public static HttpTrigger get(String path) {
        return of("GET", path);
    }

    /** {@code POST path}. */
    public static HttpTrigger post(String path) {
        return of("POST", path);
    }

    /** {@code PUT path}. */
    public static HttpTrigger put(String path) {
        return of("PUT", path);
    }

    /** {@code PATCH path}. */
    public static HttpTrigger patch(String path) {
        return of("PATCH", path);
    }

    /** {@code DELETE path}. */
    public static HttpTrigger delete(String path) {
        return of("DELETE", path);
    }

    /**
     * Any method that the engine routes. A route for {@code GET} takes no {@code HEAD}; one for {@code OPTIONS} is never
     * reached, because the engine answers these itself.
     *
     * @throws IllegalArgumentException when the method is unknown or the engine cannot route the path
     */
    public static HttpTrigger of(String method, String path) {
        Arguments.notNull(path, "path");
        String upper = Arguments.notBlank(method, "HTTP method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new IllegalArgumentException("HTTP method is " + method + "; it must be one of " + METHODS);
        }
        return new HttpTrigger(Parts.NONE.with("api_path", checkPath(path)).with("http_method", upper));
    }

    private static String checkPath(String path) {
        if (Arguments.notNull(path, "path").isBlank() || path.equals("/")) {
            throw new IllegalArgumentException("path is blank; the engine routes no request to it");
        }
        if (path.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#')) {
            throw new IllegalArgumentException(
                    "path " + path + " has a space, a '?' or a '#'; no request would ever match:"
                            + " write %20 for a space, and read the query in the function");
        }
        Routes.check(path);
        return path;
    }

    /**
     * Asks this function first, with the envelope of the request; its answer {@code false} gives 422, an error gives 500.
     */
    public HttpTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /** Calls these functions in order before the function; each may answer in its place. An error gives 500. */
    public HttpTrigger middleware(String... functionIds) {
        for (String functionId : Arguments.notNull(functionIds, "middleware function ids")) {
            Arguments.notBlank(functionId, "middleware function id");
        }
        return with("middleware_function_ids", List.of(functionIds));
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public HttpTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }

    @Override
    public String toString() {
        return "HttpTrigger[" + parts().config().get("http_method") + " "
                + parts().config().get("api_path") + "]";
    }
}
