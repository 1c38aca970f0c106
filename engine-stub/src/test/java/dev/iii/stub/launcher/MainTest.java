package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the command line reports mistakes in one line and with an exit status other than 0. */
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private void mistake(int status, String message, String... args) {
        assertThat(run(args)).isEqualTo(status);
        assertThat(err.toString().strip()).isEqualTo(message);
        assertThat(out.toString()).isEmpty();
        err.getBuffer().setLength(0);
    }

    @Test
    void invalidArgumentsAreReportedInOneLine() {
        String port = "Invalid value for option '--port': must be a whole number from 0 to 65535, but is '";
        mistake(2, port + "abc'; try --help", "--port", "abc");
        mistake(2, port + "70000'; try --help", "--port", "70000");
        mistake(2, port + "-1'; try --help", "--port=-1");
        mistake(2, "Unknown option: '--prot=1'; try --help", "--prot=1");
        mistake(2, "Missing required parameter for option '--config' (FILE); try --help", "--config");
    }

    @Test
    void invalidConfigFileIsReportedInOneLine(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        mistake(1, "the config file " + missing + " does not exist", "--config", missing.toString());
        Path bad = Files.writeString(
                folder.resolve("bad.yaml"), "workers:\n  - name: iii-worker-manager\n    config: { port: many }\n");
        mistake(
                1,
                bad + ":3: workers[0].config.port must be a whole number from 0 to 65535, but is \"many\"",
                "--config",
                bad.toString());
    }

    @Test
    void portInUseIsReportedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            mistake(
                    1,
                    "The worker port " + taken.getLocalPort()
                            + " on 127.0.0.1 is in use; stop what listens there or choose another port",
                    "--port",
                    Integer.toString(taken.getLocalPort()),
                    "--http-port",
                    "0",
                    "--stream-port",
                    "0");
        }
    }

    /** Runs the printed script in the shell and lets it complete the last word. */
    @ParameterizedTest
    @CsvSource({
        "--ht, --http-port",
        "--al, --allow-origin",
        "co, completion",
        "--config missi, missing.yaml",
    })
    void shellsCompleteOptionsCommandsAndFiles(String words, String completed, @TempDir Path folder) throws Exception {
        assertThat(run("completion")).isZero();
        Files.writeString(folder.resolve("iii"), out.toString());
        Files.createFile(folder.resolve("missing.yaml"));
        String script =
                "source ./iii; COMP_WORDS=(iii-engine-stub " + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                        + " $(complete -p iii-engine-stub | sed 's/.*-F //; s/ .*//') iii-engine-stub; echo \"${COMPREPLY[@]}\"";
        Path printed = folder.resolve("printed");
        Process bash;
        try {
            bash = new ProcessBuilder("bash", "--norc", "-c", script)
                    .directory(folder.toFile())
                    // compopt complains that no shell is completing.
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no bash: " + e.getMessage());
            return;
        }
        assertThat(bash.waitFor()).isZero();
        assertThat(printed).content().isEqualTo(completed + "\n");
    }

    @Test
    void helpAndVersionArePrinted() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--port=PORT", "--http-port=PORT", "--stream-port=PORT", "--config=FILE", "completion");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).containsPattern("iii engine stub \\d");
    }
}
