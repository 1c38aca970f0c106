package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes of a user in a class loader of their own: nothing of the SDK keeps them, and bad ones are refused. */
class ClassLoaderTest {

    /** Each round runs the garbage collector once. Far more than it needs. */
    private static final int ROUNDS = 50;

    @RegisterExtension
    static final Engine engine = new Engine();

    @TempDir
    Path directory;

    /** Compiles a class without the names of its parameters. */
    private void compile(String name, String source) throws IOException {
        assumeTrue(ToolProvider.getSystemJavaCompiler() != null, "this runtime has no compiler");
        Path file = directory.resolve(name + ".java");
        Files.writeString(file, source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), "-cp", classPath(), file.toString());
        assertThat(result).isZero();
    }

    /** The path of the SDK, which is on the module path in some builds. */
    private static String classPath() {
        return List.of(Worker.class, Json.class, com.fasterxml.jackson.annotation.JsonTypeInfo.class).stream()
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .reduce((a, b) -> a + java.io.File.pathSeparator + b)
                .orElseThrow();
    }

    private URLClassLoader loader() throws MalformedURLException {
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoaderTest.class.getClassLoader());
    }

    private static String program(String body) {
        return "import dev.iii.sdk.*; import dev.iii.sdk.json.*; import java.time.*; import java.util.*;"
                + " public class Program implements java.util.function.Consumer<Worker> {"
                + " public enum Size { SMALL, LARGE }"
                + " public record Sell(String sku, int quantity, Size size) {}"
                + " public record Sold(String sku, List<Sell> of) {}"
                + " public interface Shop { @dev.iii.sdk.annotation.Function(\"c::d\") Sell sell(Sell s);"
                + " default int one() { return 1; } }"
                + " public void accept(Worker w) { Duration t = Duration.ofSeconds(20); Sell sell = new Sell(\"a\", 1,"
                + " Size.SMALL);" + body + " } }";
    }

    /** Runs the program in a class loader of its own. After the return only the SDK can refer to the loader. */
    private WeakReference<ClassLoader> run() throws Exception {
        try (URLClassLoader loader = loader()) {
            Object program = loader.loadClass("Program").getConstructor().newInstance();
            runIn(program);
            return new WeakReference<>(loader);
        }
    }

    @SuppressWarnings("unchecked")
    private static void runIn(Object program) {
        WorkerOptions options =
                WorkerOptions.builder().name(Engine.unique("loader")).build();
        try (Worker worker = Iii.registerWorker(engine.url(), options)) {
            worker.awaitReady(PATIENCE);
            ((Consumer<Worker>) program).accept(worker);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w.registerFunction(\"c::a\", Sell.class, (s, c) -> new Sold(s.sku(), List.of(s))).awaitConfirmed(t);"
                        + " w.trigger(\"c::a\", sell, Sold.class);",
                "w.registerFunction(\"c::b\", (json, c) -> json).awaitConfirmed(t); w.trigger(\"c::b\", sell);",
                "w.registerFunction(\"c::d\", Sell.class, s -> s).awaitConfirmed(t); Shop shop = w.client(Shop.class);"
                        + " shop.sell(sell); shop.one(); shop.toString();",
                "Json.of(sell).as(Sell.class); Json.parse(\"[]\").as(new TypeRef<List<Sold>>() {});",
                "TriggerTypeDefinition.of(\"t\", \"d\", Sell.class).inferConfigSchema().inferCallSchema(Sold.class);",
                "w.registerFunction(FunctionDefinition.of(\"c::c\", Sell.class, (s, c) -> s).resultType(Sold.class))"
                        + ".awaitConfirmed(t); while (!w.trigger(\"engine::functions::info\", Map.of(\"function_id\","
                        + " \"c::c\")).text().contains(\"quantity\")) { java.util.concurrent.locks.LockSupport"
                        + ".parkNanos(10_000_000); }"
            })
    void theLoaderOfTheClassesIsCollectedAfterTheWorkerIsClosed(String body) throws Exception {
        compile("Program", program(body));
        WeakReference<ClassLoader> loader = run();
        for (int round = 0; round < ROUNDS && loader.get() != null; round++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(loader.get()).isNull();
    }

    @Test
    void theLoaderOfTheClassesIsCollectedAfterAStreamConsumerIsClosed() throws Exception {
        compile(
                "Program",
                "import dev.iii.sdk.*; import dev.iii.sdk.stream.*; import java.util.concurrent.*; public class"
                        + " Program implements java.util.function.Consumer<String> { public record Sold(String sku, int"
                        + " left) {} public void accept(String url) { CountDownLatch read = new CountDownLatch(1); try"
                        + " (StreamConsumer c = Iii.connectStreams(url)) { c.join(\"loaders\", \"g\", Sold.class, e ->"
                        + " read.countDown()); if (!read.await(20, TimeUnit.SECONDS)) { throw new"
                        + " IllegalStateException(\"no event\"); } } catch (InterruptedException e) { throw new"
                        + " IllegalStateException(e); } } }");
        engine.worker().streams().set("loaders", "g", "i", Map.of("sku", "a", "left", 1));
        WeakReference<ClassLoader> loader = consume(engine.streamUrl());
        for (int round = 0; round < ROUNDS && loader.get() != null; round++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(loader.get()).isNull();
    }

    @SuppressWarnings("unchecked")
    private WeakReference<ClassLoader> consume(String url) throws Exception {
        try (URLClassLoader loader = loader()) {
            ((Consumer<String>) loader.loadClass("Program").getConstructor().newInstance()).accept(url);
            return new WeakReference<>(loader);
        }
    }

    @Test
    void aConstructorWithoutParameterNamesIsRefusedWithTheRemedy() throws Exception {
        compile(
                "Nameless",
                "public class Nameless { private final String sku; private final int n; public Nameless(String sku,"
                        + " int n) { this.sku = sku; this.n = n; } public String getSku() { return sku; } }");
        compile(
                "Single",
                "public class Single { private final String sku; public Single(String sku) { this.sku = sku; }"
                        + " public String getSku() { return sku; } }");
        compile(
                "Creator",
                "public class Creator { private final String sku; private final int n;"
                        + " @com.fasterxml.jackson.annotation.JsonCreator public Creator(String sku, int n) { this.sku ="
                        + " sku; this.n = n; } public String getSku() { return sku; } }");
        try (URLClassLoader loader = loader()) {
            for (String name : List.of("Nameless", "Single", "Creator")) {
                Class<?> type = loader.loadClass(name);
                assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(name + " has no constructor that JSON can use")
                        .hasMessageContaining("-parameters");
            }
            Object single =
                    loader.loadClass("Single").getConstructor(String.class).newInstance("a");
            assertThat(Json.of(Map.of("a", single)).text()).isEqualTo("{\"a\":{\"sku\":\"a\"}}");
        }
    }
}
