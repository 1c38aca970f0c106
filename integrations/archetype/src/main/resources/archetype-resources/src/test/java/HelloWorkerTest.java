package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the worker on an engine inside the test process. */
@EngineTest
class HelloWorkerTest {

    @BeforeEach
    void register(Worker worker) {
        HelloWorker.register(worker);
        worker.awaitReady(Duration.ofSeconds(10));
    }

    @Test
    void greetsAnotherWorker(Worker worker) {
        HelloWorker.Greeting greeting =
                worker.trigger("hello::greet", new HelloWorker.Greet("Ada"), HelloWorker.Greeting.class);
        assertThat(greeting.text()).isEqualTo("Hello, Ada");
    }

    @Test
    void greetsOverHttp(EngineStub engine) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(engine.httpUrl().resolve("/greet"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Grace\"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"text\":\"Hello, Grace\"}");
    }
}
