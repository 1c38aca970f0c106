package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 1 GiB through one channel, both ends in a JVM of their own with 64 MiB of heap. Other sizes: {@code -Diii.channel.mib},
 * {@code -Diii.channel.heap}.
 */
class ChannelMemoryTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @Test
    @Timeout(300)
    void theSizeOfTheDataDoesNotMatterForTheMemory() throws Exception {
        String mib = System.getProperty("iii.channel.mib", "1024");
        String heap = System.getProperty("iii.channel.heap", "64m");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChannelTransfer.class.getName(),
                        engine.url(),
                        mib)
                .redirectErrorStream(true)
                .start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        try {
            boolean ended = process.waitFor(280, TimeUnit.SECONDS);
            assertThat(ended).as("the transfer has ended").isTrue();
            assertThat(output.get(10, TimeUnit.SECONDS))
                    .contains("transferred " + mib + " MiB")
                    .doesNotContain("OutOfMemory");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "not read: " + e;
        }
    }
}
