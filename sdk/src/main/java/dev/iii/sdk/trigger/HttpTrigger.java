package dev.iii.sdk.trigger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls the function with every HTTP request to a route of the engine's REST port (engine behaviour, section 14).
 *
 * <p>A path segment {@code :name} takes any text as a path parameter, a last segment <code>{*rest}</code> takes the rest.
 */
public final class HttpTrigger implements Trigger {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final String method;
    private final String path;
    private final @Nullable String condition;
    private final List<String> middleware;
    private final @Nullable Object metadata;

    private HttpTrigger(
            String method,
            String path,
            @Nullable String condition,
            List<String> middleware,
            @Nullable Object metadata) {
        this.method = method;
        this.path = path;
        this.condition = condition;
        this.middleware = middleware;
        this.metadata = metadata;
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
     * Any method that the engine routes.
     *
     * @throws IllegalArgumentException when the method is unknown or the engine cannot route the path
     */
    public static HttpTrigger of(String method, String path) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new IllegalArgumentException("HTTP method is " + method + "; it must be one of " + METHODS);
        }
        return new HttpTrigger(upper, checkPath(path), null, List.of(), null);
    }

    /** Some segments make a real engine refuse all later routes of everybody, without a word; they are caught here. */
    private static String checkPath(String path) {
        if (path.isBlank() || path.equals("/")) {
            throw new IllegalArgumentException("path is blank; the engine routes no request to it");
        }
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean rest = i == segments.length - 1 && segment.matches("\\{\\*[^{}*]+}");
            boolean parameter = segment.matches("\\{[^{}*]+}") || segment.matches(":[^{}*]+");
            boolean literal =
                    !segment.startsWith(":") && segment.chars().noneMatch(c -> c == '{' || c == '}' || c == '*');
            if (!rest && !parameter && !literal) {
                throw new IllegalArgumentException("path " + path + ": the engine cannot route the segment '" + segment
                        + "'; use text, :name or {name}, or {*rest} as the last one");
            }
        }
        return path;
    }

    /** Asks this function first; its answer {@code false} gives 422. */
    public HttpTrigger condition(String functionId) {
        return new HttpTrigger(method, path, functionId, middleware, metadata);
    }

    /** Calls these functions in order before the function; each may answer in its place. */
    public HttpTrigger middleware(String... functionIds) {
        return new HttpTrigger(method, path, condition, List.of(functionIds), metadata);
    }

    /** What every call of the trigger carries beside its payload. */
    public HttpTrigger metadata(Object newMetadata) {
        return new HttpTrigger(method, path, condition, middleware, newMetadata);
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Object config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("api_path", path);
        config.put("http_method", method);
        if (condition != null) {
            config.put("condition_function_id", condition);
        }
        if (!middleware.isEmpty()) {
            config.put("middleware_function_ids", middleware);
        }
        return config;
    }

    @Override
    public Optional<Object> metadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    public String toString() {
        return "HttpTrigger[" + method + " " + path + "]";
    }
}
