package dev.iii.sdk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every piece of Java in a page of the documentation is in a source that is compiled. */
class DocumentationTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "iii", "sdk", "docs");
    private static final Path TESTING =
            Path.of("..", "testing", "src", "test", "java", "dev", "iii", "testing", "docs");

    private static final Path MICROMETER = Path.of(
            "..", "integrations", "micrometer", "src", "test", "java", "dev", "iii", "sdk", "micrometer", "docs");

    private static final Path SPRING = Path.of("..", "it", "spring-boot41", "src");

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                all.append(plain(Files.readString(file)));
            }
        }
        return all.toString();
    }

    private static List<String> examples(String page) throws IOException {
        List<String> examples = new ArrayList<>();
        String[] parts = Files.readString(DOCS.resolve(page)).split("```java\n", -1);
        for (int i = 1; i < parts.length; i++) {
            examples.add(parts[i].substring(0, parts[i].indexOf("```")));
        }
        return examples;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "functions.md",
                "calls.md",
                "http.md",
                "channels.md",
                "triggers.md",
                "clients.md",
                "workers.md",
                "migration-from-node.md",
                "operations.md"
            })
    void theExamplesCompile(String page) throws IOException {
        assertCompiled(page, sources(SOURCES));
    }

    @Test
    void theExamplesOfInterceptorsCompile() throws IOException {
        assertCompiled("interceptors.md", sources(SOURCES) + sources(MICROMETER));
    }

    @Test
    void theExamplesOfDeploymentCompile() throws IOException {
        assertCompiled("deployment.md", sources(SOURCES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "reliability.md", "stub.md"})
    void theExamplesOfOtherPagesCompile(String page) throws IOException {
        assertCompiled(page, sources(SOURCES) + sources(TESTING));
    }

    @Test
    void theExamplesOfTestsRun() throws IOException {
        assertCompiled("testing.md", sources(TESTING));
    }

    @Test
    void theExamplesOfSpringRun() throws IOException {
        assertCompiled(
                "spring.md",
                sources(SPRING.resolve("main/java/com/example/shop"))
                        + sources(SPRING.resolve("test/java/com/example/shop")));
    }

    private static void assertCompiled(String page, String sources) throws IOException {
        assertThat(examples(page))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(sources).as(example).contains(plain(example)));
    }

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static List<Path> files(Path folder, String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean made = name.equals("target") || name.equals("node_modules") || name.startsWith(".");
                return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(suffix)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Returns all pages of the repository, also the READMEs of its directories. */
    static List<String> pagesWithCode() throws IOException {
        List<String> pages = new ArrayList<>();
        for (Path file : files(ROOT, ".md")) {
            String page = DOCS.toAbsolutePath().normalize().relativize(file).toString();
            if (!examples(page).isEmpty()) {
                pages.add(page);
            }
        }
        assertThat(pages).contains("../README.md", "functions.md");
        return pages;
    }

    /** In the sources of all modules, so that a page which no other test names is checked, too. */
    @Test
    void everyExampleOfThisRepositoryIsInASource() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(ROOT, ".java")) {
            all.append(plain(Files.readString(file)));
        }
        String sources = all.toString();
        for (String page : pagesWithCode()) {
            // TutorialTest compiles the files that the tutorial shows.
            for (String example : page.equals("tutorial.md") ? List.<String>of() : examples(page)) {
                assertThat(sources.contains(plain(example)))
                        .as(page + ": " + example)
                        .isTrue();
            }
        }
    }

    /** A block without imports is in a file to which the page has a link. */
    @ParameterizedTest
    @MethodSource("pagesWithCode")
    void theImportsOfEveryExampleAreOneClickAway(String page) throws IOException {
        Path folder = Objects.requireNonNull(DOCS.resolve(page).getParent());
        StringBuilder linked = new StringBuilder();
        Matcher links = Pattern.compile("\\]\\(([^)#]+\\.java)\\)").matcher(Files.readString(DOCS.resolve(page)));
        for (String link : links.results().map(link -> link.group(1)).distinct().toList()) {
            linked.append(plain(Files.readString(folder.resolve(link))));
        }
        assertThat(examples(page).stream().filter(example -> !("\n" + example).contains("\nimport ")))
                .allSatisfy(example -> assertThat(linked).as(example).contains(plain(example)));
    }

    @Test
    void theTestsThatTheComparisonNamesForEachFeatureExist() throws IOException {
        Matcher links =
                Pattern.compile("\\]\\(([^)#]+)[^)]*\\)").matcher(Files.readString(DOCS.resolve("comparison.md")));
        assertThat(links.results().map(link -> link.group(1)).filter(link -> link.contains("/src/test/")))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(DOCS.resolve(link)).exists());
    }

    /** Names of threads are put together in the code: {@code threadName + "-io"}. */
    @Test
    void everyThreadOfTheLibraryIsInTheTableOfThreads() throws IOException {
        String table = Files.readString(DOCS.resolve("architecture.md")).split("## Threads\n", 2)[1];
        Pattern made = Pattern.compile("[nN]ame \\+ \"(-[a-z]+)-?\"");
        for (String module : List.of("sdk", "transport", "sdk-otel")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(made.matcher(Files.readString(file)).results())
                            .as("threads of " + file)
                            .allSatisfy(suffix -> assertThat(table).contains(suffix.group(1)));
                }
            }
        }
    }
}
