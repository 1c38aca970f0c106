package artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars that {@code iii-sdk} brings into a program. */
class TreeTest {

    private static final long MAX_BYTES = 4_600_000;

    /** Returns the class path that Maven has resolved for {@code it/plain}, a program that depends only on the SDK. */
    private static List<Path> jars() throws IOException {
        String classPath = Files.readString(Path.of("..", "plain", "target", "runtime-class-path.txt"));
        return Stream.of(classPath.strip().split(File.pathSeparator)).map(Path::of).toList();
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new AssertionError(jar.toString(), e);
        }
    }

    /** Returns the bytes of a class as characters, among which the names of other classes can be found. */
    private static String read(JarFile jar, String entry) {
        try {
            return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(entry, e);
        }
    }

    @Test
    void theSdkBringsEightJars() throws IOException {
        assertThat(jars())
                .map(TreeTest::artifact)
                .containsExactlyInAnyOrder(
                        "iii-sdk",
                        "iii-protocol",
                        "iii-transport",
                        "Java-WebSocket",
                        "slf4j-api",
                        "jackson-annotations",
                        "jackson-core",
                        "jackson-databind");
    }

    /** {@code it/plain} excludes the libraries that the jar contains, because the pom in the sources has them. */
    @Test
    void thePublishedPomDoesNotHaveTheLibrariesInTheJar() {
        Pom published = Pom.ofFile(Pom.ROOT.resolve("sdk/target/dependency-reduced-pom.xml"));
        assertThat(published.texts("/project/dependencies/dependency[not(optional = 'true')"
                        + " and not(scope = 'test') and not(scope = 'provided')]/artifactId"))
                .containsExactlyInAnyOrder("iii-protocol", "iii-transport", "slf4j-api", "jackson-databind");
    }

    @Test
    void theJarsAreSmall() throws IOException {
        List<Path> jars = jars();
        assertThat(jars.stream().mapToLong(TreeTest::size).sum())
                .as(() -> "bytes of " + jars.stream().map(jar -> artifact(jar) + " " + size(jar)).toList())
                .isLessThan(MAX_BYTES);
    }

    @Test
    void theSchemaLibraryIsPrivate() throws IOException {
        Path sdk = jars().stream().filter(jar -> artifact(jar).equals("iii-sdk")).findFirst().orElseThrow();
        try (JarFile jar = new JarFile(sdk.toFile())) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
                    .toList();
            assertThat(classes)
                    .allMatch(name -> name.startsWith("dev/iii/sdk/"))
                    .anyMatch(name -> name.startsWith("dev/iii/sdk/internal/relocated/jsonschema/"))
                    .anyMatch(name -> name.startsWith("dev/iii/sdk/internal/relocated/classmate/"));
            assertThat(classes).noneMatch(name -> read(jar, name).contains("com/github/victools")
                    || read(jar, name).contains("com/fasterxml/classmate"));
        }
    }
}
