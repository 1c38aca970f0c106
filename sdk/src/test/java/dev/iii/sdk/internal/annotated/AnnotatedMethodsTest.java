package dev.iii.sdk.internal.annotated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.annotation.OnCron;
import dev.iii.sdk.annotation.OnDurable;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.annotation.OnState;
import dev.iii.sdk.annotation.OnStream;
import dev.iii.sdk.annotation.OnSubscribe;
import dev.iii.sdk.annotation.OnTrigger;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AnnotatedMethodsTest {

    /** Every kind of trigger. */
    static final class Bound {
        @Function("a")
        @OnHttp(
                method = "post",
                path = "/sell/:sku",
                condition = "c",
                middleware = {"m", "n"})
        @OnHttp(path = "/sell")
        @OnSubscribe("topic")
        @OnState(scope = "s", key = "k")
        @OnState
        @OnCron("0 0 3 * * *")
        @OnDurable("jobs")
        @OnDurable(value = "slow", maxRetries = 0, backoffMillis = 250, fifo = true, concurrency = 2)
        @OnStream(stream = "live", group = "g")
        @OnTrigger(type = "webhook", config = "{\"url\":\"u\"}")
        public void all(Json json) {}
    }

    @Test
    void triggersAreReadFromTheAnnotations() {
        List<AnnotatedFunction> functions = AnnotatedMethods.of(new Bound(), function -> List.of());
        assertThat(functions).hasSize(1);
        assertThat(functions.get(0).triggers().stream()
                        .map(trigger ->
                                trigger.type() + " " + Json.of(trigger.config()).text()))
                .containsExactly(
                        "http {\"api_path\":\"/sell/:sku\",\"http_method\":\"POST\",\"condition_function_id\":\"c\","
                                + "\"middleware_function_ids\":[\"m\",\"n\"]}",
                        "http {\"api_path\":\"/sell\",\"http_method\":\"GET\"}",
                        "subscribe {\"topic\":\"topic\"}",
                        "state {\"scope\":\"s\",\"key\":\"k\"}",
                        "state {}",
                        "cron {\"expression\":\"0 0 3 * * *\"}",
                        "durable:subscriber {\"topic\":\"jobs\"}",
                        "durable:subscriber {\"topic\":\"slow\",\"queue_config\":{\"maxRetries\":0,"
                                + "\"backoffDelayMs\":250,\"concurrency\":2,\"type\":\"fifo\"}}",
                        "stream {\"stream_name\":\"live\",\"group_id\":\"g\"}",
                        "webhook {\"url\":\"u\"}");
    }

    static final class Typed {
        @Function(value = "typed", description = "text", concurrency = 2, waiting = 5, timeoutMillis = 100)
        public CompletionStage<List<String>> typed(Invocation call, Map<String, Optional<Integer>> input) {
            return CompletableFuture.completedFuture(List.of(call.functionId(), String.valueOf(input)));
        }

        @Function("nothing")
        public void nothing() {}
    }

    @Test
    void typesAndLimitsAreReadFromTheMethod() {
        List<AnnotatedFunction> functions = AnnotatedMethods.of(new Typed(), function -> List.of());
        FunctionDefinition<?> nothing = functions.get(0).definition();
        FunctionDefinition<?> typed = functions.get(1).definition();
        assertThat(typed.inputType().type()).contains(new TypeRef<Map<String, Optional<Integer>>>() {}.type());
        assertThat(typed.resultType()).contains(new TypeRef<List<String>>() {}.type());
        assertThat(typed.description()).contains("text");
        assertThat(typed.concurrency()).contains(new FunctionDefinition.Concurrency(2, 5));
        assertThat(typed.timeout()).contains(Duration.ofMillis(100));
        assertThat(nothing.resultType()).isEmpty();
        assertThat(nothing.concurrency()).isEmpty();
    }

    interface Greets<T> {
        @Function("greet")
        default String greet(T whom) {
            return "hello " + whom;
        }

        @Function("farewell")
        String farewell(List<T> whom);
    }

    static class Base<T> {
        @Function("base::inherited")
        public String inherited(T input) {
            return "base";
        }

        @Function("base::overridden")
        public String overridden(T input) {
            return "base";
        }

        @Function("base::renamed")
        public String renamed(T input) {
            return "base";
        }

        @Function("base::static")
        public static String fixed() {
            return "static";
        }
    }

    static final class Derived extends Base<Integer> implements Greets<Integer> {
        @Override
        public String overridden(Integer input) {
            return "derived";
        }

        @Override
        @Function("derived::renamed")
        public String renamed(Integer input) {
            return "derived";
        }

        @Override
        public String farewell(List<Integer> whom) {
            return "bye " + whom;
        }
    }

    @Test
    void inheritedMethodsAreFunctionsWithResolvedTypeVariables() {
        List<AnnotatedFunction> functions = AnnotatedMethods.of(new Derived(), function -> List.of());
        assertThat(functions.stream().map(function -> function.definition().id()))
                .containsExactlyInAnyOrder(
                        "base::inherited", "base::overridden", "derived::renamed", "base::static", "greet", "farewell");
        for (AnnotatedFunction function : functions) {
            Type type = function.definition().inputType().type().orElseThrow();
            switch (function.definition().id()) {
                case "base::static" -> assertThat(type).isEqualTo(Json.class);
                case "farewell" -> {
                    assertThat(type).hasToString("java.util.List<java.lang.Integer>");
                    assertThat(Json.parse("[1]").as(TypeRef.of(type))).isEqualTo(List.of(1));
                }
                default -> assertThat(type).isEqualTo(Integer.class);
            }
        }
    }

    static final class Vague {
        @Function("vague")
        public <T> String vague(T input) {
            return "?";
        }
    }

    @Test
    void anUnresolvedTypeVariableIsAMistake() {
        assertThatThrownBy(() -> AnnotatedMethods.of(new Vague(), function -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vague.vague: the type variable T has no type argument");
    }

    @Test
    void aClassInPlaceOfAnObjectIsAMistake() {
        assertThatThrownBy(() -> AnnotatedMethods.of(Bound.class, function -> List.of()))
                .hasMessageContaining("functions are methods of an object");
    }

    static final class Wrong {
        @Function(" ")
        public void blank() {}

        @Function("twice")
        public void first() {}

        @Function("twice")
        public void second() {}

        @Function("hidden")
        void hidden() {}

        @Function("many")
        public void many(String a, String b) {}

        @Function("path")
        @OnHttp(path = "/a/*")
        public void path() {}

        @OnSubscribe("topic")
        public void homeless() {}

        @Function("json")
        @OnTrigger(type = "t", config = "{")
        public void json() {}

        @Function("cron")
        @OnCron("every night")
        public void cron() {}

        @Function(value = "limits", waiting = 3)
        public void limits() {}
    }

    @Test
    void allMistakesAreReportedTogether() {
        assertThatThrownBy(() -> AnnotatedMethods.of(new Wrong(), function -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Wrong.blank: function id is blank; ")
                .hasMessageContaining("Wrong.second: another method has the same function id, twice")
                .hasMessageContaining("Wrong.hidden: it is not accessible; it must be public")
                .hasMessageContaining(
                        "Wrong.many: it must have one input parameter, an Invocation, both, or no parameter")
                .hasMessageContaining("Wrong.path: path /a/*: the engine cannot route the segment '*'")
                .hasMessageContaining("Wrong.homeless: it has a trigger but no @Function")
                .hasMessageContaining("Wrong.json: ")
                .hasMessageContaining("Wrong.cron: ")
                .hasMessageContaining("Wrong.limits: concurrency is 0; it must be at least 1");
    }

    @Test
    void anObjectWithoutFunctionsIsAMistake() {
        assertThatThrownBy(() -> AnnotatedMethods.of("text", function -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String has no method with @Function; add it to the public methods that are"
                        + " functions");
    }

    record Sell(String sku) {}

    record Sold(String sku) {}

    static final class SoldFuture extends CompletableFuture<Sold> {}

    static final class Stages {
        @Function("raw")
        @SuppressWarnings("rawtypes") // what users write
        public CompletableFuture raw() {
            return new CompletableFuture<>();
        }

        @Function("subclass")
        public SoldFuture subclass() {
            return new SoldFuture();
        }

        @Function("wildcard")
        public CompletionStage<? extends Sold> wildcard() {
            return new SoldFuture();
        }
    }

    @Test
    void everyKindOfStageIsAResultOfItsValue() {
        Map<String, Type> results = new HashMap<>();
        for (AnnotatedFunction function : AnnotatedMethods.of(new Stages(), function -> List.of())) {
            results.put(
                    function.definition().id(),
                    function.definition().resultType().orElseThrow());
        }
        assertThat(results).isEqualTo(Map.of("raw", Object.class, "subclass", Sold.class, "wildcard", Sold.class));
    }

    static final class Blocking {
        @Function("future")
        public Future<Sold> future() {
            return new SoldFuture();
        }
    }

    @Test
    void aFutureThatIsNoStageIsAMistake() {
        assertThatThrownBy(() -> AnnotatedMethods.of(new Blocking(), function -> List.of()))
                .hasMessageContaining("Blocking.future: it returns a Future")
                .hasMessageContaining("return a CompletionStage");
    }

    static final class Arrays {
        @Function("lists")
        public String lists(List<Sell>[] lists) {
            return lists[0].get(0).sku();
        }
    }

    @Test
    void theElementsOfAGenericArrayAreRead() {
        Type input = AnnotatedMethods.of(new Arrays(), function -> List.of())
                .get(0)
                .definition()
                .inputType()
                .type()
                .orElseThrow();
        assertThat(Json.parse("[[{\"sku\":\"a\"}]]").as(TypeRef.of(input)))
                .isEqualTo(new Object[] {List.of(new Sell("a"))});
    }
}
