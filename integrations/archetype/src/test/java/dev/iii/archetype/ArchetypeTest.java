package dev.iii.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Creates a worker from the archetype, as its plugin does, compiles it and runs its tests. */
class ArchetypeTest {

    private static final Path ARCHETYPE = Path.of("target", "classes");
    private static final Path TEMPLATES = ARCHETYPE.resolve("archetype-resources");
    private static final String PACKAGE = "com.example.shop";

    @TempDir
    private Path worker;

    private final VelocityEngine velocity = new VelocityEngine();
    private final VelocityContext properties = new VelocityContext();

    @BeforeEach
    void create() throws Exception {
        properties.put("groupId", "com.example");
        properties.put("artifactId", "shop");
        properties.put("version", "1.0");
        properties.put("package", PACKAGE);
        write(TEMPLATES.resolve("pom.xml"), worker.resolve("pom.xml"), true);
        NodeList sets = descriptor().getElementsByTagName("fileSet");
        for (int i = 0; i < sets.getLength(); i++) {
            create((Element) sets.item(i));
        }
    }

    private static Document descriptor() throws Exception {
        try (InputStream in = Files.newInputStream(ARCHETYPE.resolve("META-INF/maven/archetype-metadata.xml"))) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    private void create(Element set) throws IOException {
        String directory =
                set.getElementsByTagName("directory").item(0).getTextContent().trim();
        boolean packaged = set.getAttribute("packaged").equals("true");
        Path target = worker.resolve(directory).resolve(packaged ? PACKAGE.replace('.', '/') : "");
        for (Path template : templates(set, TEMPLATES.resolve(directory))) {
            write(
                    template,
                    target.resolve(String.valueOf(template.getFileName()).replace("__gitignore__", ".gitignore")),
                    set.getAttribute("filtered").equals("true"));
        }
    }

    private static List<Path> templates(Element set, Path directory) throws IOException {
        NodeList includes = set.getElementsByTagName("include");
        List<Path> templates = new ArrayList<>();
        for (int i = 0; i < includes.getLength(); i++) {
            templates.add(directory.resolve(includes.item(i).getTextContent()));
        }
        if (templates.isEmpty()) {
            try (Stream<Path> all = Files.walk(directory)) {
                templates.addAll(all.filter(Files::isRegularFile).toList());
            }
        }
        assertThat(templates).as(directory.toString()).isNotEmpty();
        return templates;
    }

    private void write(Path template, Path target, boolean filtered) throws IOException {
        String text = Files.readString(template);
        StringWriter rendered = new StringWriter();
        if (filtered) {
            assertThat(velocity.evaluate(properties, rendered, template.toString(), text))
                    .isTrue();
        } else {
            rendered.write(text);
        }
        Files.createDirectories(target.getParent());
        Files.writeString(target, rendered.toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(worker)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyTemplateIsUsedAndNoExpressionRemains() throws IOException {
        try (Stream<Path> templates = Files.walk(TEMPLATES)) {
            assertThat(files())
                    .hasSameSizeAs(templates.filter(Files::isRegularFile).toList());
        }
        for (Path file : files()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain("${artifactId}", "${package}", "${groupId}", "${version}")
                    .doesNotContainPattern("@[a-z.]+\\.version@");
        }
    }

    @Test
    void theManifestAndTheImageStartTheJarOfTheBuild() throws IOException {
        assertThat(worker.resolve("pom.xml"))
                .content()
                .contains("<finalName>shop</finalName>", "<mainClass>com.example.shop.HelloWorker</mainClass>");
        assertThat(worker.resolve("iii.worker.yaml")).content().contains("exec java -jar target/shop.jar");
        assertThat(worker.resolve("Dockerfile")).content().contains("COPY target/shop.jar shop.jar", "COPY target/lib");
    }

    /** Without versions, Maven 3.8 takes plugins that neither compile Java 17 nor run JUnit 5. */
    @Test
    void thePluginsAreThoseOfTheBuild() throws IOException {
        String pom = Files.readString(worker.resolve("pom.xml"));
        String parent = Files.readString(Path.of("..", "..", "pom.xml"));
        Matcher plugins = Pattern.compile("<artifactId>(maven-[^<]+)</artifactId>\\s*<version>[^<]+</version>")
                .matcher(pom);
        List<String> found = new ArrayList<>();
        while (plugins.find()) {
            found.add(plugins.group(1));
            assertThat(parent.replaceAll("\\s+", "")).contains(plugins.group().replaceAll("\\s+", ""));
        }
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "maven-resources-plugin",
                        "maven-compiler-plugin",
                        "maven-surefire-plugin",
                        "maven-jar-plugin",
                        "maven-dependency-plugin");
    }

    @Test
    void theWorkerCompilesAndItsTestsPass() throws Exception {
        Path classes = worker.resolve("target/classes");
        compile(classes);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(loader.loadClass(PACKAGE + ".HelloWorkerTest")))
                    .execute()
                    .testEvents()
                    .assertStatistics(events -> events.succeeded(2).failed(0).skipped(0));
        }
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "-parameters",
                "-Xlint:all,-path,-processing",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString());
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources = files().stream()
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            assertThat(compiler.getTask(
                                    messages,
                                    manager,
                                    null,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .as(messages.toString())
                    .isTrue();
        }
    }
}
