package dev.iii.example.inventory.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.iii.example.inventory.tutorial.Page.Request;
import dev.iii.example.inventory.tutorial.Page.SourceFile;
import dev.iii.example.inventory.tutorial.Page.Step;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineExtension;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Does what docs/tutorial.md says, step by step: writes the files, compiles them, runs the tests and sends the requests. */
class TutorialTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private static final String URL_PROPERTY = "iii.url";
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PARENT = Path.of("..", "pom.xml");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Pattern URL_OF = Pattern.compile("http://127\\.0\\.0\\.1:3111(/\\S*)");
    private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");
    private static final Pattern BODY = Pattern.compile("-d '([^']*)'");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyStepDoesWhatThePageSays() throws Exception {
        Page page = Page.read(DOCS.resolve("tutorial.md"));
        assertThat(page.steps()).extracting(step -> step.requests().size()).contains(3, 4);
        assumeNoShop();
        for (Step step : page.steps()) {
            for (SourceFile file : step.files()) {
                Path path = folder.resolve(file.path());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.content());
            }
            if (sources().stream().anyMatch(path -> path.endsWith("Inventory.java"))) {
                compile(step);
                runTests(step);
                run(step);
            }
        }
    }

    private static void assumeNoShop() {
        try (Worker worker = Iii.registerWorker(engine.url(), WorkerOptions.named("tutorial"))) {
            assumeTrue(
                    worker.state().scopes().stream().noneMatch(scope -> scope.startsWith("shop.")),
                    "the engine contains the shop of an earlier run of this test; start an engine without data");
        }
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }

    private Path classes() {
        return folder.resolve("classes");
    }

    private void compile(Step step) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        List<String> options = List.of(
                "-proc:none",
                "-Xlint:all,-path,-processing,-serial,-try",
                "-Werror",
                "-cp",
                CLASS_PATH,
                "-d",
                classes().toString());
        StringWriter messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled)
                    .as("step '%s' compiles:%n%s", step.title(), messages)
                    .isTrue();
        }
    }

    /** Runs the tests on an engine of their own, because they leave items in the shop. */
    private void runTests(Step step) throws Exception {
        String url = System.clearProperty(URL_PROPERTY);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes().toUri().toURL()}, getClass().getClassLoader())) {
            List<Class<?>> tests = new ArrayList<>();
            for (Path source : sources()) {
                String name = source.getFileName().toString().replace(".java", "");
                if (name.endsWith("Test")) {
                    tests.add(loader.loadClass("shop." + name));
                }
            }
            EngineTestKit.engine("junit-jupiter")
                    .selectors(tests.stream()
                            .map(type -> selectClass(type))
                            .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
                    .execute()
                    .testEvents()
                    .assertStatistics(events -> events.failed(0).skipped(0).aborted(0));
            assertThat(tests).as("tests of step '%s'", step.title()).isNotEmpty();
        } finally {
            if (url != null) {
                System.setProperty(URL_PROPERTY, url);
            }
        }
    }

    /** Runs the program in a process, sends the requests, and compares the responses and what it prints. */
    private void run(Step step) throws Exception {
        if (step.requests().isEmpty()) {
            return;
        }
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                classes().toString(),
                                folder.resolve("src/main/resources").toString(),
                                classPathWithoutThisModule()),
                        "shop.Shop")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()));
        builder.environment().put("III_URL", engine.url());
        Process program = builder.start();
        try {
            for (Request request : step.requests()) {
                Awaitility.await("'" + request.command() + "' of step '" + step.title() + "'")
                        .atMost(PATIENCE)
                        .until(() -> response(request, engine.httpUrl()), text -> isSame(text, request.output()));
            }
            for (String line : step.printed()) {
                Awaitility.await("the line '" + line + "' of step '" + step.title() + "'")
                        .atMost(PATIENCE)
                        .until(() -> Files.readAllLines(output), lines -> lines.contains(line));
            }
            assertThat(Files.readAllLines(output))
                    .as("log of step '%s'", step.title())
                    .anyMatch(line -> line.contains(" INFO "))
                    .noneMatch(line -> line.contains("DEBUG"));
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    /** Returns the class path that the reader has: this module also has a configuration for Logback. */
    private static String classPathWithoutThisModule() {
        Path module = Path.of("target").toAbsolutePath();
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(CLASS_PATH)
                .filter(entry -> !Path.of(entry).toAbsolutePath().startsWith(module))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Compares JSON by its fields, because another engine may have them in another order. */
    private static boolean isSame(String response, String expected) {
        try {
            return response.equals(expected)
                    || Objects.equals(
                            Json.parse(response).as(Object.class),
                            Json.parse(expected).as(Object.class));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Sends the request of a curl command. Its response may be another one until the program is ready. */
    private String response(Request request, URI base) throws Exception {
        Matcher url = URL_OF.matcher(request.command());
        assertThat(request.command()).startsWith("curl -s ");
        assertThat(url.find()).as(request.command()).isTrue();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(base.resolve(url.group(1))).timeout(PATIENCE);
        HEADER.matcher(request.command()).results().forEach(header -> builder.header(header.group(1), header.group(2)));
        Matcher body = BODY.matcher(request.command());
        if (body.find()) {
            builder.POST(BodyPublishers.ofString(body.group(1)));
        }
        var response = http.send(builder.build(), BodyHandlers.ofString());
        return request.command().contains("%{http_code}") ? Integer.toString(response.statusCode()) : response.body();
    }

    /** The versions in the pom.xml of the page are those with which the project is built. */
    @Test
    void theDependenciesOfThePageAreThoseOfTheBuild() throws IOException {
        String pom = pomOfThePage();
        Matcher dependencies =
                VERSION.matcher(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>")));
        String parent = Files.readString(PARENT);
        int found = 0;
        while (dependencies.find()) {
            String name = dependencies.group(1);
            String version = dependencies.group(2);
            found++;
            if (name.startsWith("iii-")) {
                assertThat(parent).contains("<version>" + version + "</version>\n  <packaging>pom</packaging>");
                assertThat(Path.of("..", name.substring("iii-".length()), "pom.xml"))
                        .exists();
            } else {
                assertThat(CLASS_PATH).contains(name + "-" + version + ".jar");
            }
        }
        assertThat(found).isEqualTo(4);
    }

    /** Without versions, Maven 3.8 takes plugins that neither compile Java 17 nor run JUnit 5. */
    @Test
    void thePluginsOfThePageAreThoseOfTheBuild() throws IOException {
        String pom = pomOfThePage();
        Matcher plugins = VERSION.matcher(pom.substring(pom.indexOf("<build>")));
        String parent = Files.readString(PARENT);
        List<String> found = new ArrayList<>();
        while (plugins.find()) {
            found.add(plugins.group(1));
            if (plugins.group(1).startsWith("maven-")) {
                assertThat(parent)
                        .containsPattern(Pattern.quote(plugins.group(1)) + "</artifactId>\\s*<version>"
                                + Pattern.quote(plugins.group(2)) + "</version>");
            }
        }
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "maven-resources-plugin",
                        "maven-compiler-plugin",
                        "maven-surefire-plugin",
                        "exec-maven-plugin");
    }

    /** The page and the archetype give a reader the same configuration of the log. */
    @Test
    void theLogOfThePageIsThatOfTheArchetype() throws IOException {
        String page = fileOfThePage("src/main/resources/logback.xml");
        Path archetype = Path.of(
                "..", "integrations/archetype/src/main/resources/archetype-resources/src/main/resources/logback.xml");
        assertThat(page.substring(page.indexOf('\n') + 1)).isEqualTo(Files.readString(archetype));
    }

    private static String pomOfThePage() throws IOException {
        return fileOfThePage("pom.xml");
    }

    private static String fileOfThePage(String path) throws IOException {
        return Page.read(DOCS.resolve("tutorial.md")).steps().stream()
                .flatMap(step -> step.files().stream())
                .filter(file -> file.path().equals(path))
                .map(SourceFile::content)
                .findFirst()
                .orElseThrow();
    }
}
