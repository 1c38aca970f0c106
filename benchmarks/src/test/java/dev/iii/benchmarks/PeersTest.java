package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The official SDKs that {@code compare} downloads have the same version, and checksums of all their packages. */
class PeersTest {

    private static final Path PEERS = Path.of("peers");

    private static String read(String file) throws IOException {
        return Files.readString(PEERS.resolve(file));
    }

    private static List<String> find(String regex, String text) {
        return Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String version(String regex, String text) {
        MatchResult found = Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(regex + " was not found"));
        return found.group(1);
    }

    @Test
    void everyNpmPackageHasAChecksum() throws IOException {
        String[] packages = read("package-lock.json").split("\n    \"node_modules/", -1);
        assertThat(packages.length).isGreaterThan(1);
        assertThat(List.of(packages).subList(1, packages.length))
                .allSatisfy(text -> assertThat(text).containsPattern("\"integrity\": \"sha512-[^\"]+\""));
    }

    @Test
    void everyPythonPackageHasAChecksum() throws IOException {
        String[] packages = read("requirements.txt").split("\n(?=[^ \n])", -1);
        assertThat(packages[0]).startsWith("#");
        assertThat(List.of(packages).subList(1, packages.length))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).matches("(?s)\\S+==\\S+ \\\\\n    --hash=sha256:[0-9a-f]{64}.*"));
    }

    @Test
    void everyRustPackageOfTheRegistryHasAChecksum() throws IOException {
        String[] packages = read("rust/Cargo.lock").split("\\[\\[package]]", -1);
        assertThat(List.of(packages))
                .filteredOn(text -> text.contains("\nsource = "))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).containsPattern("\nchecksum = \"[0-9a-f]{64}\""));
    }

    @Test
    void everyGoModuleHasAChecksum() throws IOException {
        String sums = "\n" + read("go/go.sum");
        List<String> modules = find("[a-z][^ \n]+/[^ \n]+ v[^ \n]+", read("go/go.mod"));
        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(sums).contains("\n" + module + " h1:"));
    }

    @Test
    void allSdksHaveTheSameVersion() throws IOException {
        String version = version("^name = \"iii-sdk\"\nversion = \"(.*)\"", read("rust/Cargo.lock"));
        assertThat(version("\"node_modules/iii-sdk\": \\{\\s*\"version\": \"(.*)\"", read("package-lock.json")))
                .isEqualTo(version);
        assertThat(version("^iii-sdk==(\\S+)", read("requirements.txt"))).isEqualTo(version);
        assertThat(version("github.com/iii-hq/iii/\\S+ v(\\S+)", read("go/go.mod")))
                .isEqualTo(version);
    }
}
