package dev.iii.example.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.configuration.WorkerConfig;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The files with which {@code iii compose} starts this worker. */
class ComposeFilesTest {

    private static final Path MANIFEST = Path.of("iii.worker.yaml");

    private static Json read(String file) {
        return WorkerConfig.of(Path.of(file)).json();
    }

    @Test
    void theProgramHasTheKeysOfTheConfiguration() {
        Json container = read("worker-compose.yaml").field("containers").field("inventory");
        assertThat(container.field("worker").as(String.class)).isEqualTo("path://.");
        assertThat(Arrays.stream(Main.Config.class.getRecordComponents()).map(RecordComponent::getName))
                .containsAll(container.field("config_override").fields().keySet());
        assertThat(container.field("config_override").fields()).isNotEmpty();
    }

    @Test
    void theManifestStartsTheJarOfTheBuild() throws IOException {
        Json manifest = read(MANIFEST.toString());
        assertThat(manifest.field("name").as(String.class)).isEqualTo("inventory");
        String start = String.valueOf(manifest.field("scripts").field("start").as(String.class));
        assertThat(start).startsWith("exec java ").endsWith(" -jar target/example-inventory-worker.jar");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<outputFile>${project.build.directory}/example-inventory-worker.jar</outputFile>");
    }

    @Test
    void thePageOnDeploymentShowsTheManifest() throws IOException {
        String manifest = Files.readString(MANIFEST);
        assertThat(Files.readString(Path.of("..", "docs", "deployment.md")))
                .contains(manifest.substring(manifest.indexOf("iii: v1")));
    }
}
