package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final List<String> ran = new ArrayList<>();
    private final List<Runnable> submitted = new ArrayList<>();
    private boolean rejects;
    private final SerialExecutor serial = new SerialExecutor(task -> {
        if (rejects) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        submitted.add(task);
    });

    private void runSubmitted() {
        List<Runnable> now = List.copyOf(submitted);
        submitted.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void runsTasksInOrderWithOneSubmission() {
        serial.execute(() -> ran.add("first"));
        serial.execute(() -> ran.add("second"));
        assertThat(submitted).hasSize(1);
        runSubmitted();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheNextFromRunning() {
        serial.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        serial.execute(() -> ran.add("next"));
        runSubmitted();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void aRejectedTaskDoesNotKeepTheNextFromRunning() {
        rejects = true;
        assertThatThrownBy(() -> serial.execute(() -> ran.add("rejected"))).isInstanceOf(OutOfMemoryError.class);
        rejects = false;
        serial.execute(() -> ran.add("next"));
        runSubmitted();
        assertThat(ran).containsExactly("next");
    }
}
