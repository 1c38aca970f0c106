package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Gradle builds the project of the README, and finds the dependencies of other pages. */
@EnabledIfSystemProperty(
        named = "iii.gradle",
        matches = ".+",
        disabledReason = "-Diii.gradle is not the path of Gradle")
class GradleTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final int MINUTES = 5;

    /** Versions of Gradle before 7 know no records, and those before 4.6 do not run JUnit 5. */
    private static final String FOR_OLD_VERSIONS = """

            tasks.withType(JavaCompile) {
                sourceCompatibility = "17"
                targetCompatibility = "17"
            }
            """;

    @TempDir
    private Path project;

    /** Without the network, only the versions are found that the build of this repository has used. */
    private static String kotlinOfTheBuild() throws IOException {
        Matcher version = Pattern.compile("<kotlin.version>([^<]+)")
                .matcher(Files.readString(ROOT.resolve("it/kotlin/pom.xml")));
        assertThat(version.find()).isTrue();
        return "configurations.all { resolutionStrategy.eachDependency { if (it.requested.group == "
                + "\"org.jetbrains.kotlin\") it.useVersion(\"" + version.group(1) + "\") } }\n";
    }

    private static List<String> blocks(String page, String language) throws IOException {
        String[] parts = Files.readString(ROOT.resolve(page)).split("```" + language + "\n", -1);
        return List.of(parts).subList(1, parts.length).stream()
                .map(part -> part.substring(0, part.indexOf("```")))
                .toList();
    }

    private static String dependencies(String page) throws IOException {
        List<String> found = blocks(page, "groovy");
        assertThat(found).as(page).hasSize(1);
        return found.get(0);
    }

    private void build(String... arguments) throws Exception {
        Path log = project.resolve("log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("iii.gradle"), "--no-daemon", "--offline"));
        command.addAll(List.of(arguments));
        Process gradle = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            assertThat(gradle.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(gradle.exitValue()).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).doesNotContain("FAILED");
        } finally {
            gradle.destroyForcibly();
        }
    }

    @Test
    void theProjectOfTheReadmeCompiles() throws Exception {
        String build = blocks("README.md", "kotlin").get(0);
        Files.writeString(
                project.resolve("build.gradle"),
                build.replaceAll("tasks.test .*", "") + FOR_OLD_VERSIONS);
        Path main = Files.createDirectories(project.resolve("src/main/java"));
        Path test = Files.createDirectories(project.resolve("src/test/java"));
        Files.writeString(main.resolve("HelloWorker.java"), blocks("README.md", "java").get(0));
        Files.writeString(test.resolve("HelloWorkerTest.java"), blocks("README.md", "java").get(1));
        build("testClasses");
        assertThat(project.resolve("build/classes/java/test/HelloWorkerTest.class")).exists();
    }

    @Test
    void theDependenciesOfOtherPagesAreFound() throws Exception {
        for (String page : List.of("docs/spring.md", "docs/kotlin.md")) {
            Files.writeString(
                    project.resolve("build.gradle"),
                    "plugins { id(\"java\") }\nrepositories {\n mavenLocal()\n mavenCentral()\n}\n" + dependencies(page)
                            + kotlinOfTheBuild()
                            + "task resolve { doLast { configurations.testCompileClasspath.files } }\n");
            build("resolve");
        }
    }
}
