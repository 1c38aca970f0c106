package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.iii.sdk.call.Call;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lambdas and references to methods the compiler of this JDK accepts as handlers, and which form it takes them for. */
class HandlerFormsTest {

    private static final String SHOP = """
            import dev.iii.sdk.*; import dev.iii.sdk.json.*; import dev.iii.sdk.state.*; import dev.iii.sdk.trigger.*;
            import java.util.*; import java.util.concurrent.*;
            class Sell {} class Sold {}
            class Shop {
                Sold sell(Sell sell) throws java.io.IOException { return null; }
                Sold sellFor(Sell sell, Invocation call) { return null; }
                CompletableFuture<Sold> later(Sell sell) { return null; }
                void log(Sell sell) throws Exception {}
                void logFor(Sell sell, Invocation call) {}
                static Sold of(Sell sell) { return null; }
                Sold byArity(Sell sell) { return null; }
                Sold byArity(Sell sell, Invocation call) { return null; }
                Sold byType(Sell sell) { return null; }
                Sold byType(String sell) { return null; }
                <T> T same(T any) { return any; }
                List<Sold> all(List<Sell> sells) { return null; }
                void on(StateEvent<Sell> event) {}
                String json(Json json) { return null; }
                void logJson(Json json) {}
            }
            class Program { void run(Worker w, Shop shop) { %s; } }
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # with the invocation, with a result
            w.registerFunction("f", Sell.class, (s, c) -> shop.sell(s))
            w.registerFunction("f", Sell.class, (s, c) -> { return shop.sell(s); })
            w.registerFunction("f", Sell.class, (Sell s, Invocation c) -> shop.sell(s))
            w.registerFunction("f", Sell.class, (s, c) -> null)
            w.registerFunction("f", Sell.class, (s, c) -> s == null ? null : shop.sell(s))
            w.registerFunction("f", Sell.class, (s, c) -> { throw new IllegalStateException(); })
            w.registerFunction("f", Sell.class, shop::sellFor)
            w.registerFunction("f", new TypeRef<List<Sell>>() {}, (s, c) -> shop.all(s))
            w.registerFunction("f", StateEvent.of(Sell.class), (e, c) -> e.key())
            w.registerFunction("f", (j, c) -> j.text())
            FunctionHandler<Object, Sold> h = (o, c) -> null; w.registerFunction("f", Sell.class, h)
            # with the invocation, without a result
            w.registerFunction("f", Sell.class, (s, c) -> { shop.log(s); })
            w.registerFunction("f", Sell.class, (Sell s, Invocation c) -> shop.log(s))
            w.registerFunction("f", Sell.class, shop::logFor)
            w.registerFunction("f", (j, c) -> { shop.logJson(j); })
            FunctionConsumer<Object> h = (o, c) -> { }; w.registerFunction("f", Sell.class, h)
            # the input alone, with a result
            w.registerFunction("f", Sell.class, s -> shop.sell(s))
            w.registerFunction("f", Sell.class, s -> { return shop.sell(s); })
            w.registerFunction("f", Sell.class, shop::sell)
            w.registerFunction("f", Sell.class, Shop::of)
            w.registerFunction("f", Sell.class, shop::byType)
            w.registerFunction("f", Sell.class, shop::same)
            w.registerFunction("f", Sell.class, shop::later)
            w.registerFunction("f", String.class, String::length)
            w.registerFunction("f", String.class, StringBuilder::new)
            w.registerFunction("f", new TypeRef<List<Sell>>() {}, shop::all)
            w.registerFunction("f", shop::json)
            w.registerFunction("f", j -> j.text())
            # the input alone, without a result
            w.registerFunction("f", Sell.class, s -> { shop.log(s); })
            w.registerFunction("f", Sell.class, shop::log)
            w.registerFunction("f", StateEvent.of(Sell.class), shop::on)
            w.registerFunction("f", shop::logJson)
            # definitions and asynchronous handlers
            w.registerFunction(FunctionDefinition.of("f", Sell.class, shop::sell).quick())
            w.registerFunction(FunctionDefinition.of("f", Sell.class, shop::log).quick())
            w.registerFunction(FunctionDefinition.of("f", Sell.class, (s, c) -> shop.sell(s)).concurrency(1, 1))
            w.registerFunction(FunctionDefinition.of("f", shop::logJson))
            w.registerAsyncFunction("f", Sell.class, (s, c) -> shop.later(s))
            """)
    void compiles(String statement) throws IOException {
        assertThat(errors(statement)).isEmpty();
    }

    /** A lambda with an expression is taken for a handler with a result; the remedy is a block or a reference. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            w.registerFunction("f", Sell.class, (s, c) -> shop.log(s))
            w.registerFunction("f", Sell.class, s -> shop.log(s))
            w.registerFunction("f", Sell.class, shop::byArity)
            w.registerFunction("f", Sell.class, shop::json)
            """)
    void doesNotCompile(String statement) throws IOException {
        assertThat(errors(statement)).isNotEmpty();
    }

    private String errors(String statement) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SHOP.formatted(statement);
                    }
                };
        String classPath = List.of(Worker.class, Nullable.class).stream()
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter errors = new StringWriter();
        boolean compiled = compiler.getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-d", directory.toString(), "-cp", classPath),
                        null,
                        List.of(source))
                .call();
        return compiled ? "" : errors.toString();
    }

    /** The handlers of this test do not use the invocation. */
    @SuppressWarnings("NullAway")
    private static Invocation none() {
        return null;
    }

    @Test
    void aHandlerWithAResultIsPreferredAndAllFormsRun() throws Exception {
        FunctionHandler<? super String, ?> withResult = FunctionDefinition.of(
                        "f", String.class, (s, c) -> s.concat("!"))
                .handler();
        assertThat(withResult.handle("a", none())).isEqualTo("a!");
        StringBuilder log = new StringBuilder();
        assertThat(FunctionDefinition.of("f", String.class, s -> log.append(s).length())
                        .handler()
                        .handle("abc", none()))
                .isEqualTo(3);
        FunctionConsumer<String> consumer = (s, c) -> log.append(s);
        assertThat(FunctionDefinition.of("f", String.class, consumer).handler().handle("d", none()))
                .isNull();
        InputConsumer<String> input = log::append;
        assertThat(FunctionDefinition.of("f", String.class, input).handler().handle("e", none()))
                .isNull();
        FunctionHandler<String, Integer> ignored = (s, c) -> log.append(s).length();
        ignored.accept("f", none());
        InputHandler<String, Integer> alsoIgnored = s -> log.append(s).length();
        alsoIgnored.accept("g");
        assertThat(log).hasToString("abcdefg");
    }

    /** The blocking and the asynchronous calls have the same overloads. */
    @Test
    void triggerAsyncHasTheOverloadsOfTrigger() {
        assertThat(parameters("triggerAsync")).isEqualTo(parameters("trigger")).contains(List.of(Call.class));
        assertThat(parameters("publishAsync")).isEqualTo(parameters("publish"));
    }

    private static Set<List<Class<?>>> parameters(String name) {
        return Arrays.stream(Worker.class.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(Method::getParameterTypes)
                .map(List::of)
                .collect(Collectors.toSet());
    }

    @Test
    void everyFormExistsForEachKindOfInput() {
        Set<Class<?>> forms =
                Set.of(FunctionHandler.class, FunctionConsumer.class, InputHandler.class, InputConsumer.class);
        for (Class<?> owner : List.of(FunctionRegistry.class, FunctionDefinition.class)) {
            List<List<Class<?>>> overloads = Arrays.stream(owner.getMethods())
                    .filter(method -> method.getName().equals("registerFunction")
                            || method.getName().equals("of"))
                    .map(Method::getParameterTypes)
                    .filter(types -> types.length > 1 && forms.contains(types[types.length - 1]))
                    .map(List::of)
                    .toList();
            assertThat(overloads).hasSize(4 * forms.size());
            assertThat(overloads).filteredOn(types -> types.size() == 2).hasSize(forms.size());
        }
    }
}
