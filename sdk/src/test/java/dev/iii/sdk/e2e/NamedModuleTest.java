package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.iii.protocol.Frame;
import dev.iii.sdk.Worker;
import dev.iii.transport.EventLoop;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.java_websocket.WebSocketImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** A program in a named module, with the SDK on the module path of a JVM of its own. */
class NamedModuleTest {

    /** One class of each module that the SDK needs. Optional modules are missing, also for the compiler. */
    private static final List<Class<?>> MODULES = List.of(
            Worker.class,
            Frame.class,
            EventLoop.class,
            ObjectMapper.class,
            JsonParser.class,
            JsonProperty.class,
            SchemaGenerator.class,
            JacksonSchemaModule.class,
            ResolvedType.class,
            WebSocketImpl.class,
            Logger.class);

    private static final String REMEDY =
            "the package shop.closed is not open to the JSON reader; add `opens shop.closed to"
                    + " tools.jackson.databind;` to the module-info of shop";

    private static final String MODULE = """
            module shop {
                requires dev.iii.sdk;
                opens shop.open to tools.jackson.databind;
            }
            """;

    private static final String TYPES = """
            package shop.%s;

            public final class Types {
                public enum Size { SMALL }
                public record Line(String sku, int quantity, Size size) {}
                public record Order(String id, java.util.List<Line> lines) {}
                public static Line line() { return new Line("a", 1, Size.SMALL); }
            }
            """;

    private static final String MIXED = """
            package shop.open;

            public record Mixed(String id, shop.closed.Types.Line line) {}
            """;

    private static final String HIDDEN = """
            package shop.closed;

            public final class Hidden {
                public static final Class<?> TYPE = Secret.class;
                record Secret(String a) {}
                public static Object value() { return new Secret("a"); }
            }
            """;

    private static final String MAIN = """
            package shop;

            import dev.iii.sdk.*;
            import dev.iii.sdk.json.*;
            import dev.iii.sdk.stream.StreamEvent;
            import dev.iii.sdk.trigger.StateEvent;
            import java.util.*;

            public final class Main {
                public static void main(String[] args) {
                    // Nothing listens there: types are checked without an engine.
                    Worker w = Iii.registerWorker("ws://127.0.0.1:1", WorkerOptions.named("shop"));
                    FunctionHandler<Object, Object> none = (input, call) -> null;
                    said("input", () -> w.registerFunction("a", shop.closed.Types.Line.class, none));
                    said("list", () -> w.registerFunction("b", new TypeRef<List<shop.closed.Types.Line>>() {}, none));
                    said("nested", () -> w.registerFunction("c", shop.open.Mixed.class, none));
                    said("result", () -> w.registerFunction(
                            FunctionDefinition.of("d", Json.class, none).resultType(shop.closed.Types.Order.class)));
                    said("results", () -> w.registerFunction(FunctionDefinition.of("e", Json.class, none)
                            .resultType(new TypeRef<Map<String, shop.closed.Types.Line>>() {})));
                    said("written", () -> Json.of(Map.of("a", shop.closed.Types.line())));
                    String line = "{\\"sku\\":\\"a\\",\\"quantity\\":1,\\"size\\":\\"SMALL\\"}";
                    said("read", () -> Json.parse(line).as(shop.closed.Types.Line.class));
                    said("read list", () -> Json.parse("[" + line + "]").as(new TypeRef<List<shop.closed.Types.Line>>() {}));
                    said("hidden input", () -> w.registerFunction("i", shop.closed.Hidden.TYPE, none));
                    said("hidden result", () -> w.registerFunction(
                            FunctionDefinition.of("j", Json.class, none).resultType(shop.closed.Hidden.TYPE)));
                    said("hidden written", () -> Json.of(shop.closed.Hidden.value()));
                    said("open input", () -> w.registerFunction("f", shop.open.Types.Order.class, none));
                    said("open list", () -> w.registerFunction("g", new TypeRef<List<shop.open.Types.Order>>() {}, none));
                    said("open result", () -> w.registerFunction(
                            FunctionDefinition.of("h", Json.class, none).resultType(shop.open.Types.Line.class)));
                    said("open values", () -> {
                        Json json = Json.of(new shop.open.Types.Order("1", List.of(shop.open.Types.line())));
                        return json.as(shop.open.Types.Order.class).lines().get(0).equals(shop.open.Types.line());
                    });
                    said("open schema", () -> TriggerTypeDefinition.of("t", "d", shop.open.Types.Order.class)
                            .inferConfigSchema().configSchema().get().text().contains("quantity"));
                    System.exit(0);
                }

                static void said(String what, java.util.concurrent.Callable<?> work) {
                    try {
                        Object result = work.call();
                        System.out.println(what + "= " + (result instanceof Boolean ? result : "accepted"));
                    } catch (Exception e) {
                        System.out.println(what + "= " + e.getClass().getSimpleName() + " " + e.getMessage());
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    private Path write(String name, String source) throws IOException {
        Path file = directory.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, source);
    }

    private static String modulePath() {
        return MODULES.stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location ->
                        Path.of(java.net.URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", directory.resolve("shop").toString(), "--module-path", modulePath()));
        Stream.of(
                        write("module-info.java", MODULE),
                        write("shop/open/Types.java", TYPES.formatted("open")),
                        write("shop/closed/Types.java", TYPES.formatted("closed")),
                        write("shop/open/Mixed.java", MIXED),
                        write("shop/closed/Hidden.java", HIDDEN),
                        write("shop/Main.java", MAIN))
                .map(Path::toString)
                .forEach(arguments::add);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private String run() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--module-path",
                        modulePath() + File.pathSeparator + directory.resolve("shop"),
                        "--module",
                        "shop/shop.Main")
                .redirectErrorStream(true)
                .start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            assertThat(process.waitFor(100, TimeUnit.SECONDS))
                    .as("the program has ended")
                    .isTrue();
            return output.get(10, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "not read: " + e;
        }
    }

    @Test
    @Timeout(120)
    void aPackageThatIsNotOpenIsNamedWithTheRemedy() throws Exception {
        assumeTrue(ToolProvider.getSystemJavaCompiler() != null, "this runtime has no compiler");
        compile();
        List<String> lines = run().lines().filter(line -> line.contains("= ")).toList();
        assertThat(lines)
                .containsExactly(
                        "input= IllegalArgumentException the input of a: Line: " + REMEDY,
                        "list= IllegalArgumentException the input of b: List[]: " + REMEDY,
                        "nested= IllegalArgumentException the input of c: Mixed.line: " + REMEDY,
                        "result= IllegalArgumentException the result of d: Order: " + REMEDY,
                        "results= IllegalArgumentException the result of e: Map{}: " + REMEDY,
                        "written= InvalidPayloadException a: cannot be written as JSON (Map1): " + REMEDY,
                        "read= InvalidPayloadException " + REMEDY,
                        "read list= InvalidPayloadException [0]: " + REMEDY,
                        "hidden input= IllegalArgumentException the input of i: Secret: " + REMEDY,
                        "hidden result= IllegalArgumentException the result of j: Secret: " + REMEDY,
                        "hidden written= InvalidPayloadException cannot be written as JSON (Secret): " + REMEDY,
                        "open input= accepted",
                        "open list= accepted",
                        "open result= accepted",
                        "open values= true",
                        "open schema= true");
    }
}
