package dev.iii.sdk.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Builds the documentation as a site, where a link or an anchor that leads nowhere is an error. */
@EnabledIfSystemProperty(named = "iii.site", matches = "true", disabledReason = "the site is built with -Pfull")
class SiteTest {

    private static final int MINUTES = 5;

    @TempDir
    private Path folder;

    private int run(Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean hasPython() throws InterruptedException {
        try {
            return run(folder.resolve("version"), "python3", "-c", "import venv, ensurepip") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void everyLinkOfTheSiteLeadsSomewhere() throws Exception {
        assumeTrue(hasPython(), "there is no Python with venv");
        Path output = folder.resolve("output");
        int status = run(output, "python3", "docs/site/build");
        assertThat(status).as(Files.readString(output)).isZero();
    }
}
