package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which route a path matches, and which routes are rejected. */
class RouteTreeTest {

    private final Routes routes = new Routes();

    private static Trigger trigger(String id, String method, String path) {
        RawJson config = RawJson.parse("{\"api_path\":\"" + path + "\",\"http_method\":\"" + method + "\"}");
        return new Trigger(id, "http", "f-" + id, "default", config, null, null, "default");
    }

    private void register(String id, String path) {
        register(id, "GET", path);
    }

    private void register(String id, String method, String path) {
        try {
            routes.register(trigger(id, method, path));
        } catch (TriggerRejected e) {
            throw new AssertionError(e);
        }
    }

    private String found(String path) {
        return found("GET", path);
    }

    private String found(String method, String path) {
        Routes.Match match = routes.find(method, path);
        if (match instanceof Routes.Match.Found found) {
            return found.route().trigger().id();
        }
        return match instanceof Routes.Match.OtherMethods other ? "allow " + other.allowed() : "nowhere";
    }

    @Test
    void literalsPrecedeParametersAndLongPrefixesPrecedeShortOnes() {
        register("any", "u/:id");
        register("me", "u/me");
        register("short", "u/x{id}");
        register("long", "u/xy{id}");
        register("rest", "files/{*rest}");
        assertThat(found("/u/me")).isEqualTo("me");
        assertThat(found("/u/you")).isEqualTo("any");
        assertThat(found("/u/x1")).isEqualTo("short");
        assertThat(found("/u/xy1")).isEqualTo("long");
        assertThat(found("/u/xy")).isEqualTo("short");
        assertThat(found("/files/a/b/c")).isEqualTo("rest");
        assertThat(found("/files/")).isEqualTo("nowhere");
        assertThat(found("/files")).isEqualTo("nowhere");
    }

    @Test
    void aBranchWithoutAMatchIsAbandonedForTheNextOne() {
        register("deep", "a/b/c");
        register("any", "a/:x/d");
        register("rest", "{*all}");
        assertThat(found("/a/b/c")).isEqualTo("deep");
        assertThat(found("/a/b/d")).isEqualTo("any");
        assertThat(found("/a/b/e")).isEqualTo("rest");
    }

    @Test
    void anEmptySegmentMatchesAParameterInTheMiddleAndNotAtTheEnd() {
        register("t", "u/:id/orders");
        register("l", "v/:id");
        assertThat(found("/u//orders")).isEqualTo("t");
        assertThat(found("/v/")).isEqualTo("nowhere");
        assertThat(found("/v/1/")).isEqualTo("nowhere");
    }

    @Test
    void aRootRouteAndAnEmptyPathAreTheSame() {
        register("root", "");
        assertThat(found("/")).isEqualTo("root");
        register("slash", "/");
        assertThat(found("/")).isEqualTo("slash");
    }

    @Test
    void otherMethodsOfAPathAreListed() {
        register("g", "GET", "m");
        register("p", "post", "m");
        assertThat(found("POST", "/m")).isEqualTo("p");
        assertThat(found("PUT", "/m")).isEqualTo("allow GET,HEAD,POST");
        assertThat(found("HEAD", "/m")).isEqualTo("nowhere");
        assertThat(found("BREW", "/m")).isEqualTo("allow GET,HEAD,POST");
    }

    @Test
    void theLastRegistrationWinsAndItsRemovalRemovesTheRoute() {
        Trigger first = trigger("first", "GET", "c");
        Trigger second = trigger("second", "GET", "/c");
        assertThat(registered(first)).isTrue();
        assertThat(registered(second)).isTrue();
        assertThat(found("/c")).isEqualTo("second");
        routes.unregister(first);
        assertThat(found("/c")).isEqualTo("second");
        routes.unregister(second);
        assertThat(found("/c")).isEqualTo("nowhere");
    }

    @Test
    void aTriggerMayMoveToAnotherPathAndRenameItsParameter() {
        register("t", "u/:id");
        register("t", "u/:name");
        assertThat(found("/u/1")).isEqualTo("t");
        register("t", "v/:name");
        assertThat(found("/u/1")).isEqualTo("nowhere");
        assertThat(found("/v/1")).isEqualTo("t");
    }

    @Test
    void registeringATriggerAgainKeepsTheRoute() {
        register("t", "u");
        register("t", "u");
        assertThat(found("/u")).isEqualTo("t");
        routes.unregister(trigger("t", "GET", "u"));
        assertThat(found("/u")).isEqualTo("nowhere");
    }

    private boolean registered(Trigger trigger) {
        try {
            routes.register(trigger);
            return true;
        } catch (TriggerRejected e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "u/:id, u/:name",
        "u/:id, u/{name}",
        "u/:id, u/{*rest}",
        "u/{*rest}, u/:id",
        "u/{*rest}, u/:id/orders",
        "u/x{a}, u/x{b}",
        "u/:id/orders, u/{*rest}"
    })
    void patternsThatMatchTheSamePathsAreRefusedWhateverTheirMethod(String first, String second) {
        register("first", first);
        for (String method : new String[] {"GET", "POST"}) {
            assertThatThrownBy(() -> routes.register(trigger("second", method, second)))
                    .isInstanceOf(TriggerRejected.class)
                    .hasMessageStartingWith("Route '" + method + " " + second
                            + "' conflicts with already-registered route '" + first + "'");
        }
        assertThat(found("/u/x1/orders").equals("first") || found("/u/x1").equals("first"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/*",
                "a/*rest",
                "a/:",
                "a/{",
                "a/}",
                "a/{a}-{b}",
                "a/{}",
                "a/{*}",
                "{*rest}/a",
                "a/{x*}",
                "a/{id}.json"
            })
    void patternsThatBreakTheRealEngineAreRefusedWithTheSegmentAndTheRemedy(String path) {
        assertThatThrownBy(() -> routes.register(trigger("t", "GET", path)))
                .isInstanceOf(TriggerRejected.class)
                .hasMessageStartingWith("api_path \"" + path + "\" is not valid: the segment \"")
                .hasMessageContaining("use literal segments, :name or {name}");
        assertThat(found("/a/x")).isEqualTo("nowhere");
    }

    @Test
    void aColonIsSpecialOnlyAtTheBeginningOfASegment() throws TriggerRejected {
        register("t", "b-:a/:a-b/{{x}}");
        assertThat(found("/b-:a/7/{x}")).isEqualTo("t");
        assertThat(found("/b-7/7/{x}")).isEqualTo("nowhere");
        assertThat(RoutePattern.parse("b-:a/:a-b").parameters("/b-:a/7")).containsOnly(java.util.Map.entry("a-b", "7"));
    }

    @Test
    void pathsAreComparedAsSent() {
        register("encoded", "x/a%20b");
        register("plain", "y/a b");
        assertThat(found("/x/a%20b")).isEqualTo("encoded");
        assertThat(found("/x/a b")).isEqualTo("nowhere");
        assertThat(found("/y/a%20b")).isEqualTo("nowhere");
        assertThat(found("/X/a%20b")).isEqualTo("nowhere");
    }
}
