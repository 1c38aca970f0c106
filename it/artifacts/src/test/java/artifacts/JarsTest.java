package artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars contain the licences of everything that is in them, and times that do not depend on the build. */
class JarsTest {

    /** A line such as {@code (EPL-2.0) (LGPL-2.1-only) Logback Classic Module (ch.qos.logback:logback-classic:1.5 - http://x)}. */
    private static final Pattern LIBRARY = Pattern.compile(
            "^ *(\\(.*?\\)) [^(].*\\([^():]+:([^():]+):[^():]+ - .*\\)$", Pattern.MULTILINE);

    static Stream<Path> published() {
        return Pom.published().stream()
                .filter(Pom::isJar)
                .map(pom -> pom.target().resolve(pom.artifactId() + "-" + pom.version() + ".jar"));
    }

    /** Returns all jars of the project with classes of others. */
    static List<Path> bundles() {
        List<Path> bundles = Pom.all().stream()
                .filter(pom -> pom.groupId().equals("dev.iii"))
                .flatMap(JarsTest::jars)
                .filter(jar -> entries(jar).stream().anyMatch(JarsTest::isForeign))
                .toList();
        assertThat(bundles).map(Path::getFileName).map(Path::toString)
                .contains("iii-engine-stub.jar", "example-inventory-worker.jar", "example-inventory-worker-demo.jar", "benchmarks.jar")
                .anyMatch(jar -> jar.startsWith("iii-sdk-0"));
        return bundles;
    }

    private static Stream<Path> jars(Pom pom) {
        if (!Files.isDirectory(pom.target())) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(pom.target())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().startsWith("original-"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isForeign(String entry) {
        return entry.endsWith(".class")
                && !entry.equals("module-info.class")
                && !entry.startsWith("META-INF/versions/")
                && (!entry.startsWith("dev/iii/") || entry.contains("/relocated/"));
    }

    private static Set<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    private static String read(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return new String(file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource({"published", "bundles"})
    void aJarContainsTheLicenseAndTheNoticeOfThisProject(Path jar) throws IOException {
        assertThat(read(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Pom.ROOT.resolve("LICENSE")));
        assertThat(read(jar, "META-INF/NOTICE")).isEqualTo(Files.readString(Pom.ROOT.resolve("NOTICE")));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void aJarWithOtherLibrariesListsThemAndContainsTheirLicenses(Path jar) throws IOException {
        Set<String> entries = entries(jar);
        List<MatchResult> libraries = LIBRARY.matcher(read(jar, "META-INF/THIRD-PARTY.txt")).results().toList();
        assertThat(libraries).isNotEmpty().allSatisfy(library -> {
            // The licence of this project is the text for libraries that do not bring one.
            if (!library.group(1).contains("(Apache-2.0)")) {
                String directory = "META-INF/licenses/" + library.group(2) + "/";
                assertThat(entries).as(library.group()).anyMatch(entry -> entry.startsWith(directory) && !entry.endsWith("/"));
            }
        });
        assertThat(entries.stream().filter(entry -> entry.startsWith("META-INF/maven/") && entry.endsWith("/pom.properties"))
                        .map(entry -> entry.split("/"))
                        .filter(parts -> !parts[2].equals("dev.iii"))
                        .map(parts -> parts[3]))
                .as("libraries in " + jar)
                .isSubsetOf(libraries.stream().map(library -> library.group(2)).toList());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLicenseOfAnotherLibraryIsPermitted(Path jar) throws IOException {
        List<String> permitted = Pom.of(Pom.ROOT).texts("//includedLicenses/includedLicense");
        assertThat(permitted).isNotEmpty();
        assertThat(LIBRARY.matcher(read(jar, "META-INF/THIRD-PARTY.txt")).results().map(library -> library.group(1)))
                .isNotEmpty()
                .allSatisfy(licenses -> assertThat(licenses.substring(1, licenses.length() - 1).split("\\) \\("))
                        .isSubsetOf(permitted));
    }

    /** Also after a build without "clean", in which the published jar exists already. */
    @Test
    void theProgramOfTheStubContainsNoRenamedLibraries() {
        assertThat(entries(Pom.ROOT.resolve("engine-stub/target/iii-engine-stub.jar")))
                .contains("org/eclipse/jetty/server/Server.class")
                .noneMatch(entry -> entry.startsWith("dev/iii/stub/relocated/"));
    }

    /** The stub has its own copies of these libraries under other names. */
    @ParameterizedTest
    @ValueSource(strings = {"cronutils", "ethlo", "jackson/dataformat", "jetty", "networknt", "picocli"})
    void theDemoContainsALibraryOfTheStubOnce(String library) {
        Path demo = bundles().stream()
                .filter(jar -> jar.toString().endsWith("-demo.jar"))
                .findFirst()
                .orElseThrow();
        assertThat(entries(demo).stream()
                        .filter(entry -> entry.endsWith(".class") && ("/" + entry).contains("/" + library + "/")))
                .isNotEmpty()
                .allMatch(entry -> entry.startsWith("dev/iii/stub/relocated/"));
    }

    @ParameterizedTest
    @MethodSource("published")
    void everyEntryHasTheTimeThatThePomNames(Path jar) throws IOException {
        String time = Pom.of(Pom.ROOT).text("/project/properties/project.build.outputTimestamp");
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getTimeLocal())
                            .as(entry.getName())
                            .isEqualTo(LocalDateTime.parse(time.replace("Z", ""))));
        }
    }
}
