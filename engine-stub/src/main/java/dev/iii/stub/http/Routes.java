package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.http.RouteTree.Leaf;
import dev.iii.stub.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The routes of all http triggers. If two triggers have the same route, the last one is used, and the route is removed
 * together with that trigger (engine behaviour, section 14).
 */
final class Routes implements TriggerProvider {

    /** The methods that a route may have, in the order in which responses list them. */
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Logger log = BoundedLogger.of(Routes.class);

    /** The result of a search for a route. */
    sealed interface Match {

        /** The request has no route. */
        Match NOWHERE = new Nowhere();

        /** The type of {@link #NOWHERE}. */
        record Nowhere() implements Match {}

        /** No route has this method, but the path has routes with the methods in {@code allowed}. */
        record OtherMethods(String allowed) implements Match {}

        /** The route of the request. */
        record Found(Route route) implements Match {}
    }

    private final RouteTree tree = new RouteTree();
    /** Guarded by the engine's lock. */
    private final Map<String, Route> byTriggerId = new HashMap<>();

    /** Finds the route for a method and a path, both as they were sent. */
    Match find(String method, String path) {
        Leaf leaf = tree.match(path);
        if (leaf == null) {
            return Match.NOWHERE;
        }
        Map<String, Route> byMethod = leaf.byMethod;
        Route route = byMethod.get(method);
        if (route != null) {
            return new Match.Found(route);
        }
        // A path with a GET route also allows HEAD, but a HEAD request gets "not found", because no function is bound
        // to it.
        return method.equals("HEAD") && byMethod.containsKey("GET")
                ? Match.NOWHERE
                : new Match.OtherMethods(allowed(byMethod));
    }

    private static String allowed(Map<String, Route> byMethod) {
        List<String> allowed = METHODS.stream()
                .filter(method -> byMethod.containsKey(method) || method.equals("HEAD") && byMethod.containsKey("GET"))
                .toList();
        return String.join(",", allowed);
    }

    @Override
    public void register(Trigger trigger) throws TriggerRejected {
        Route route = read(trigger);
        refuseConflict(route);
        Route earlier = byTriggerId.put(trigger.id(), route);
        Route replaced = METHODS.contains(route.method()) ? add(route) : null;
        if (earlier != null && !earlier.equals(route)) {
            remove(earlier);
        }
        warn(route, replaced);
    }

    private static void warn(Route route, @Nullable Route replaced) {
        Trigger trigger = route.trigger();
        if (!METHODS.contains(route.method())) {
            log.warn(
                    "The http trigger {} for function {} is never reached: {} is not one of {}",
                    trigger.id(),
                    trigger.functionId(),
                    route.method(),
                    String.join(", ", METHODS));
        }
        if (replaced != null && !replaced.trigger().id().equals(trigger.id())) {
            log.warn(
                    "The route {} of the {} now belongs to the {}",
                    route.title(),
                    replaced.trigger().described(),
                    trigger.described());
        }
        if (route.method().equals("OPTIONS")) {
            log.warn(
                    "The http trigger {} for function {} is never reached: the engine itself responds to OPTIONS"
                            + " (CORS)",
                    trigger.id(),
                    trigger.functionId());
        }
    }

    @Override
    public void unregister(Trigger trigger) {
        Route route = byTriggerId.get(trigger.id());
        if (route != null && route.trigger().equals(trigger)) {
            byTriggerId.remove(trigger.id());
            remove(route);
        }
    }

    private @Nullable Route add(Route route) {
        Leaf leaf = tree.find(route.pattern());
        boolean same =
                leaf != null && leaf.pattern.normal().equals(route.pattern().normal());
        Leaf home = leaf != null && same ? leaf : new Leaf(route.pattern());
        Map<String, Route> byMethod = new LinkedHashMap<>(home.byMethod);
        Route replaced = byMethod.put(route.method(), route);
        home.byMethod = Map.copyOf(byMethod);
        if (home != leaf) {
            tree.put(home);
        }
        return replaced;
    }

    private void remove(Route route) {
        Leaf leaf = tree.find(route.pattern());
        if (leaf != null && route.equals(leaf.byMethod.get(route.method()))) {
            Map<String, Route> byMethod = new LinkedHashMap<>(leaf.byMethod);
            byMethod.remove(route.method());
            leaf.byMethod = Map.copyOf(byMethod);
            if (byMethod.isEmpty()) {
                tree.remove(route.pattern());
            }
        }
    }

    /**
     * Rejects a route that conflicts with another one. The real engine does not accept two patterns that match the same
     * paths, regardless of their methods.
     */
    private void refuseConflict(Route route) throws TriggerRejected {
        RoutePattern pattern = route.pattern();
        RoutePattern other = tree.rival(pattern);
        if (other == null) {
            Leaf leaf = tree.find(pattern);
            if (leaf != null && !leaf.pattern.normal().equals(pattern.normal()) && !isAlone(leaf, route)) {
                other = leaf.pattern;
            }
        }
        if (other != null) {
            throw new TriggerRejected("Route '" + route.title() + "' conflicts with already-registered route '"
                    + other.text() + "': both match the same paths; give their parameters the same names");
        }
    }

    /** Returns {@code true} if all routes of the leaf belong to the trigger that is registered again. */
    private static boolean isAlone(Leaf leaf, Route route) {
        return leaf.byMethod.values().stream()
                .allMatch(there -> there.trigger().id().equals(route.trigger().id()));
    }

    // ---------------------------------------------------------------- configs

    private static Route read(Trigger trigger) throws TriggerRejected {
        Map<String, RawJson> config = new HashMap<>();
        trigger.config().forEachField(config::put);
        String apiPath = text(config.get("api_path"));
        if (apiPath == null) {
            throw new TriggerRejected("api_path is required for http triggers");
        }
        String method = text(config.get("http_method"));
        List<String> middleware = new ArrayList<>();
        RawJson ids = config.get("middleware_function_ids");
        if (ids != null) {
            ids.forEachElement(element -> {
                if (JsonText.isString(element)) {
                    middleware.add(JsonText.string(element));
                }
            });
        }
        return new Route(
                trigger,
                method == null ? "GET" : method.toUpperCase(Locale.ROOT),
                RoutePattern.parse(apiPath),
                text(config.get("condition_function_id")),
                List.copyOf(middleware));
    }

    private static @Nullable String text(@Nullable RawJson value) {
        return value != null && JsonText.isString(value) ? JsonText.string(value) : null;
    }
}
