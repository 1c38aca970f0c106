package dev.iii.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.testing.EngineTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EngineTest
class HelloWorkerTest {

    @BeforeEach
    void register(Worker worker) {
        HelloWorker.register(worker);
    }

    @Test
    void greets(Worker worker) {
        HelloWorker.Greeting greeting =
                worker.trigger("hello::greet", new HelloWorker.Greet("Ada"), HelloWorker.Greeting.class);
        assertThat(greeting.text()).isEqualTo("Hello, Ada");
    }
}
