package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Trace fields go through a worker, whether or not OpenTelemetry is a dependency of the program. */
@EngineTest
class TraceTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    private static HttpResponse<String> get(EngineStub engine, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(engine.httpUrl().resolve(path))
                .header("traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01")
                .header("baggage", "tenant=t1")
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aCallOfAHandlerBelongsToTheTraceOfItsInvocation(Worker worker, EngineStub engine) throws Exception {
        worker.registerFunction(
                "trace::inner",
                (input, call) -> call.traceparent().orElse("none") + " " + call.baggage().orElse("none"));
        worker.registerFunction("trace::outer", (input, call) -> worker.trigger("trace::inner", 1));
        worker.registerTrigger(HttpTrigger.get("/trace"), "trace::outer");
        worker.awaitReady(Duration.ofSeconds(20));
        assertThat(get(engine, "/trace").body()).contains("00-" + TRACE_ID + "-").contains("tenant=t1");
    }

    @Test
    void aProblemIsAnHttpResponse(Worker worker, EngineStub engine) throws Exception {
        worker.registerFunction("problem::always", (input, call) -> ProblemDetails.of(409, "sold out").response());
        worker.registerTrigger(HttpTrigger.get("/problem"), "problem::always");
        worker.awaitReady(Duration.ofSeconds(20));
        HttpResponse<String> response = get(engine, "/problem");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("sold out");
    }
}
