package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.validation.InputValidator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of functions are checked before their handlers run. */
class ValidationTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    record Sell(
            @Min(value = 1, message = "must be at least 1") int quantity,
            @Max(value = 3, message = "must be at most 3") int days) {}

    private static final String LOG = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%-5level %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    @TempDir
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();
    private final String function = unique("sell");

    private Worker serve(InputValidator validator) {
        Worker worker = engine.worker(Engine.options().inputValidator(validator).build());
        worker.registerFunction(function, Sell.class, (sell, call) -> calls.incrementAndGet());
        return worker.awaitReady(PATIENCE);
    }

    @Test
    void aCallerGetsAllInvalidFields() {
        Worker worker = serve(InputValidator.standard());
        assertThatThrownBy(() -> worker.trigger(function, Map.of("quantity", 0, "days", 4)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.code()).isEqualTo("invalid_request");
                    assertThat(e.getMessage()).isEqualTo("days: must be at most 3; quantity: must be at least 1");
                    assertThat(e.httpStatus()).isEqualTo(400);
                    assertThat(e.errors())
                            .containsExactly(
                                    new FieldError("days", "must be at most 3"),
                                    new FieldError("quantity", "must be at least 1"));
                });
        assertThat(calls).hasValue(0);
        assertThat(worker.trigger(function, new Sell(1, 3), Integer.class)).isEqualTo(1);
    }

    @Test
    void anotherValidatorCanBeSet() {
        Worker worker = serve(type -> Optional.of(input -> {
            throw InvalidRequestException.whole("closed on Sundays");
        }));
        assertThatThrownBy(() -> worker.trigger(function, new Sell(1, 1))).hasMessage("closed on Sundays");
        assertThat(calls).hasValue(0);
    }

    @Test
    void validationCanBeSwitchedOff() {
        Worker worker = serve(InputValidator.none());
        assertThat(worker.trigger(function, new Sell(0, 9), Integer.class)).isEqualTo(1);
    }

    @Test
    void anInputThatCannotBeCheckedIsRefusedWhenItIsRegistered() {
        Worker worker = engine.worker(Engine.options()
                .inputValidator(type -> {
                    throw new IllegalArgumentException("the rules are missing");
                })
                .build());
        assertThatThrownBy(() -> worker.registerFunction(function, Sell.class, (sell, call) -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the input of " + function + " cannot be validated: the rules are missing");
    }

    private List<String> run(String... missing) throws IOException, InterruptedException {
        Path log = Files.writeString(directory.resolve("logback.xml"), LOG);
        return new JavaProcess(
                        Map.of(),
                        entry -> List.of(missing).stream().noneMatch(entry::startsWith),
                        "-Dlogback.configurationFile=" + log)
                .run(ValidationWorker.class, engine.url(), function);
    }

    @Test
    void withoutAProviderConstraintsAreNotCheckedAndTheLogSaysSo() throws Exception {
        assertThat(run("hibernate-validator"))
                .contains("result 1")
                .anyMatch(line -> line.contains("there is no provider of Bean Validation"));
    }

    @Test
    void withoutTheApiNothingIsChecked() throws Exception {
        assertThat(run("hibernate-validator", "jakarta.validation-api")).contains("result 1");
    }

    @Test
    void aProviderThatCannotStartIsReportedWhenTheFunctionIsRegistered() throws Exception {
        assertThat(run("expressly", "jakarta.el-api"))
                .anyMatch(line -> line.contains("refused the input of " + function + " cannot be validated:")
                        && line.contains("the provider of Bean Validation cannot be started"));
    }

    @Test
    void aTypeWithoutConstraintsDoesNotStartTheProvider() throws Exception {
        assertThat(new JavaProcess(Map.of(), entry -> true, "-verbose:class")
                        .run(TelemetryOffWorker.class, engine.url(), unique("off")))
                .contains("answer 1")
                .noneMatch(line -> line.contains(" org.hibernate.validator."));
    }
}
