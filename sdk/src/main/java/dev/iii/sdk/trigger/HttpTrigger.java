package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Calls the function for every HTTP request to a route of the engine's REST port (engine behaviour, section 14).
 * Immutable.
 *
 * <p>A path segment {@code :name} matches any segment and becomes a path parameter. The last segment <code>{*rest}</code>
 * matches all remaining ones, but the engine does not pass their values to the function. Paths are compared as they are sent; a trailing slash is significant. If two
 * triggers have the same route, the engine calls the function of the later one.
 */
public final class HttpTrigger extends BuiltInTrigger<HttpTrigger> {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private HttpTrigger(Settings settings) {
        super("http", settings);
    }

    @Override
    HttpTrigger copy(Settings changed) {
        return new HttpTrigger(changed);
    }

    /** Creates a trigger for {@code GET} requests to a path. Otherwise like {@link #of}. */
    public static HttpTrigger get(String path) {
        return of("GET", path);
    }

    /** Creates a trigger for {@code POST} requests to a path. Otherwise like {@link #of}. */
    public static HttpTrigger post(String path) {
        return of("POST", path);
    }

    /** Creates a trigger for {@code PUT} requests to a path. Otherwise like {@link #of}. */
    public static HttpTrigger put(String path) {
        return of("PUT", path);
    }

    /** Creates a trigger for {@code PATCH} requests to a path. Otherwise like {@link #of}. */
    public static HttpTrigger patch(String path) {
        return of("PATCH", path);
    }

    /** Creates a trigger for {@code DELETE} requests to a path. Otherwise like {@link #of}. */
    public static HttpTrigger delete(String path) {
        return of("DELETE", path);
    }

    /**
     * Creates a trigger for a method and a path. A route for {@code GET} does not match {@code HEAD}. A route for
     * {@code OPTIONS} is never called, because the engine answers these requests itself.
     *
     * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH}, {@code DELETE}, {@code HEAD} or
     *     {@code OPTIONS}, in any case
     * @param path the path, for example {@code /items/:id}; the leading slash is optional
     * @throws IllegalArgumentException if the method is unknown, if the engine cannot route the path, or if a segment is a
     *     parameter in the notation of another library, such as <code>{name}</code>
     */
    public static HttpTrigger of(String method, String path) {
        Arguments.notNull(path, "path");
        String upper = Arguments.notBlank(method, "HTTP method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new IllegalArgumentException("HTTP method is " + method + "; it must be one of " + METHODS);
        }
        return new HttpTrigger(Settings.NONE.with("api_path", checkPath(path)).with("http_method", upper));
    }

    private static String checkPath(String path) {
        if (Arguments.notNull(path, "path").isBlank()) {
            throw new IllegalArgumentException("path is blank; write / for the root");
        }
        if (path.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#')) {
            throw new IllegalArgumentException(
                    "path " + path + " has a space, a '?' or a '#'; no request would ever match:"
                            + " write %20 for a space, and read the query in the function");
        }
        Routes.check(path);
        Routes.requireParameters(path);
        return path;
    }

    /**
     * Sets a function that the engine calls first, with the envelope of the request. If it returns {@code false}, the
     * client receives status 422; if it fails, status 500. Default: none.
     */
    public HttpTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /**
     * Sets the functions that the engine calls before the function, in this order. Each of them may respond to the
     * request itself. If one of them fails, the client receives status 500. Default: none.
     */
    public HttpTrigger middleware(String... functionIds) {
        for (String functionId : Arguments.notNull(functionIds, "middleware function ids")) {
            Arguments.notBlank(functionId, "middleware function id");
        }
        return with("middleware_function_ids", List.of(functionIds));
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public HttpTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }

    @Override
    public String toString() {
        return "HttpTrigger[" + settings().config().get("http_method") + " "
                + settings().config().get("api_path") + "]";
    }
}
