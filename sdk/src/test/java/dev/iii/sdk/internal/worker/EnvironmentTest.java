package dev.iii.sdk.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerProject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which settings come from the options and which from the environment. A blank variable counts as missing. */
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
    void theVariableReplacesTheNameAndOptionsWinOverTheOtherVariables() {
        Map<String, String> variables = Map.of("III_WORKER_NAME", "of-variable", "III_NAMESPACE", "space");
        try (Worker worker = worker(
                WorkerOptions.builder().name("of-option").namespace("mine").build(), variables)) {
            assertThat(worker.name()).isEqualTo("of-variable");
            assertThat(worker.namespace()).contains("mine");
        }
        try (Worker worker = worker(WorkerOptions.named("of-option"), Map.of())) {
            assertThat(worker.name()).isEqualTo("of-option");
        }
        try (Worker worker = worker(WorkerOptions.builder().build(), variables)) {
            assertThat(worker.name()).isEqualTo("of-variable");
            assertThat(worker.namespace()).contains("space");
        }
    }

    @Test
    void aFixedNameIsNotReplaced() {
        Map<String, String> variables = Map.of("III_WORKER_NAME", "of-variable");
        WorkerOptions options = WorkerOptions.builder().fixedName("second").build();
        try (Worker worker = worker(options, variables)) {
            assertThat(worker.name()).isEqualTo("second");
        }
        try (Worker worker = worker(options.toBuilder().name("third").build(), variables)) {
            assertThat(worker.name()).isEqualTo("of-variable");
        }
        assertThat(options.fixedName()).isTrue();
        assertThat(WorkerOptions.named("first").fixedName()).isFalse();
    }

    @Test
    void aSupervisedWorkerThatIgnoresVariablesLogsThem() {
        Map<String, String> variables =
                Map.of("III_WORKER_NAME", "shop", "III_NAMESPACE", "space", "III_URL", "ws://other:1");
        assertThat(warnings(WorkerOptions.builder().namespace("mine").build(), variables))
                .containsExactly(
                        "Worker shop ignores III_URL, because its code contains an address of the engine",
                        "Worker shop ignores III_NAMESPACE, because its code sets a namespace");
        Map<String, String> same =
                Map.of("III_WORKER_NAME", "shop", "III_NAMESPACE", "mine", "III_URL", NOWHERE.toString());
        assertThat(warnings(WorkerOptions.builder().namespace("mine").build(), same))
                .isEmpty();
        assertThat(warnings(
                        WorkerOptions.builder()
                                .fixedName("second")
                                .namespace("mine")
                                .build(),
                        variables))
                .isEmpty();
    }

    private static List<String> warnings(WorkerOptions options, Map<String, String> variables) {
        Logger logger = (Logger) LoggerFactory.getLogger(Environment.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
        try {
            Environment environment = of(variables);
            environment.warnAboutIgnoredVariables(environment.workerName(options), NOWHERE, options);
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
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
        assertThat(new Announcement("n", null, null, "container", WorkerProject.DEFAULT)
                        .toJson(true)
                        .text())
                .contains("\"isolation\":\"container\"");
        assertThat(new Announcement("n", null, null, null, WorkerProject.DEFAULT)
                        .toJson(true)
                        .text())
                .doesNotContain("isolation")
                .doesNotContain("namespace")
                .contains("\"runtime\":\"java\"")
                .contains("\"pid\":" + ProcessHandle.current().pid());
        assertThat(new Announcement("n", null, null, null, WorkerProject.DEFAULT)
                        .toJson(false)
                        .text())
                .doesNotContain("pid");
    }

    @Test
    void theProjectIsAnnounced() {
        assertThat(new Announcement("n", null, null, null, WorkerProject.DEFAULT)
                        .toJson(true)
                        .text())
                .contains("\"telemetry\":{\"language\":\"java\",\"framework\":\"iii-java\"}");
        assertThat(new Announcement("n", null, null, null, WorkerProject.named("shop"))
                        .toJson(true)
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
