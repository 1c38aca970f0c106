package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the image for containers, without its base, and checks it. */
@EnabledIfSystemProperty(named = "iii.image", matches = "true", disabledReason = "the image is made with -Pfull")
class ImageTest {

    private static final int MINUTES = 15;

    @TempDir
    private Path folder;

    private String run(String... command) throws InterruptedException {
        Path output = folder.resolve("output");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("..").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
            try {
                assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
                return process.exitValue() + " " + Files.readString(output);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void theImageIsCompleteAndTheStubStartsFromItsLayers() throws Exception {
        assumeTrue(run("tar", "--version").startsWith("0 tar (GNU tar)"), "there is no GNU tar");
        assertThat(run("release/check-image")).startsWith("0 ").contains("both images equal");
    }
}
