package dev.iii.sdk.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerProject;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Settings that are missing in the options come from the environment. A blank variable counts as missing. */
class EnvironmentTest {

    /** No server listens there. */
    private static final URI NOWHERE = URI.create("ws://127.0.0.1:9");

    private static Environment of(Map<String, String> variables) {
        Function<String, @Nullable String> lookup = variables::get;
        return new Environment(lookup);
    }

    private static Worker worker(WorkerOptions options, Map<String, String> variables) {
        return DefaultWorker.start(NOWHERE, options, of(variables));
    }

    @Test
    void theAddressComesFromTheVariableOrIsTheDefault() {
        assertThat(of(Map.of("III_URL", " ws://engine:1 ")).url()).isEqualTo("ws://engine:1");
        assertThat(of(Map.of("III_URL", "  ")).url()).isEqualTo("ws://127.0.0.1:49134");
        assertThat(of(Map.of()).url()).isEqualTo("ws://127.0.0.1:49134");
    }

    @Test
    void optionsWinOverVariables() {
        Map<String, String> variables = Map.of("III_WORKER_NAME", "of-variable", "III_NAMESPACE", "space");
        try (Worker worker = worker(
                WorkerOptions.builder().name("of-option").namespace("mine").build(), variables)) {
            assertThat(worker.name()).isEqualTo("of-option");
            assertThat(worker.namespace()).contains("mine");
        }
        try (Worker worker = worker(WorkerOptions.builder().build(), variables)) {
            assertThat(worker.name()).isEqualTo("of-variable");
            assertThat(worker.namespace()).contains("space");
        }
    }

    @Test
    void aBlankVariableIsIgnoredAndABlankOptionIsRejected() {
        Map<String, String> blank = Map.of("III_WORKER_NAME", " ", "III_NAMESPACE", "");
        try (Worker worker = worker(WorkerOptions.builder().build(), blank)) {
            assertThat(worker.name()).endsWith(":" + ProcessHandle.current().pid());
            assertThat(worker.namespace()).isEmpty();
        }
        assertThatThrownBy(() -> WorkerOptions.builder().name(" ")).hasMessage("worker name is blank");
        assertThatThrownBy(() -> WorkerOptions.builder().namespace("")).hasMessage("namespace is blank");
        assertThatThrownBy(() -> WorkerOptions.builder().isolation("")).hasMessage("isolation is blank");
    }

    @Test
    void theIsolationIsAnnounced() {
        assertThat(Announcement.of("n", null, null, "container", WorkerProject.DEFAULT)
                        .text())
                .contains("\"isolation\":\"container\"");
        assertThat(Announcement.of("n", null, null, null, WorkerProject.DEFAULT).text())
                .doesNotContain("isolation")
                .doesNotContain("namespace")
                .contains("\"runtime\":\"java\"");
    }

    @Test
    void theProjectIsAnnounced() {
        assertThat(Announcement.of("n", null, null, null, WorkerProject.DEFAULT).text())
                .contains("\"telemetry\":{\"language\":\"java\",\"framework\":\"iii-java\"}");
        assertThat(Announcement.of("n", null, null, null, WorkerProject.named("shop"))
                        .text())
                .contains("\"project_name\":\"shop\",\"framework\":\"iii-java\"");
        assertThat(WorkerOptions.builder().project(new WorkerProject("shop", "spring-boot")).build().toBuilder()
                        .name("n")
                        .build()
                        .project())
                .isEqualTo(new WorkerProject("shop", "spring-boot"));
        assertThatThrownBy(() -> WorkerProject.named(" ")).hasMessage("project name is blank");
    }
}
