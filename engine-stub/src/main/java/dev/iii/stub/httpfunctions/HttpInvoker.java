package dev.iii.stub.httpfunctions;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.httpfunctions.GuardedResolver.ForbiddenAddressException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;

/**
 * Sends the HTTP requests. Its threads are daemon threads whose names begin with {@code iii-stub-httpfn}. Thread-safe.
 */
final class HttpInvoker implements AutoCloseable {

    private static final Logger log = BoundedLogger.of(HttpInvoker.class);
    private static final String THREADS = "iii-stub-httpfn";
    private static final int MAX_THREADS = 16;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

    private final EngineContext engine;
    private final HttpClient client;
    private final int maxAnswerBytes;

    HttpInvoker(EngineContext engine, HttpFunctionsOptions options) {
        this.engine = engine;
        this.maxAnswerBytes = options.maxAnswerBytes();
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName(THREADS);
        threads.setDaemon(true);
        ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler(THREADS + "-timer", true);
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        connector.setScheduler(scheduler);
        connector.setConnectTimeout(CONNECT_TIMEOUT);
        this.client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setScheduler(scheduler);
        client.setSocketAddressResolver(new GuardedResolver(
                new SocketAddressResolver.Async(threads, scheduler, CONNECT_TIMEOUT.toMillis()), options.policy()));
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        try {
            client.start();
            // The caller receives every response unchanged, so redirects, authentication and content decoding are
            // turned off.
            client.getProtocolHandlers().clear();
            client.getContentDecoderFactories().clear();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client could not be started", e);
        }
    }

    /** Calls the function. The returned stage never fails. */
    CompletionStage<Outcome> invoke(Endpoint endpoint, RawJson payload) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        byte[] body = payload.toByteArray();
        TargetUrl target = endpoint.target();
        Request request = client.newRequest(target.host(), target.port())
                .scheme(target.scheme())
                .path(target.pathAndQuery())
                .method(endpoint.method())
                .body(new BytesRequestContent("application/json", body))
                .timeout(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .idleTimeout(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .headers(headers -> fill(headers, endpoint, body));
        request.send(new BufferingResponseListener(maxAnswerBytes) {
            @Override
            public void onComplete(Result result) {
                Throwable failure = result.getFailure();
                byte[] content = getContent();
                answer.complete(
                        failure != null
                                ? failure(endpoint, result, failure)
                                : ResponseOutcomes.outcome(
                                        result.getResponse().getStatus(), content == null ? new byte[0] : content));
            }
        });
        return answer;
    }

    private void fill(HttpFields.Mutable headers, Endpoint endpoint, byte[] body) {
        long timestamp = engine.clock().now().getEpochSecond();
        headers.remove(HttpHeader.ACCEPT_ENCODING);
        headers.put(HttpHeader.ACCEPT, "*/*");
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put("x-iii-function-path", headerText(endpoint.functionId()));
        headers.put("x-iii-invocation-id", engine.newId().toString());
        headers.put("x-iii-timestamp", Long.toString(timestamp));
        endpoint.headers().forEach((name, value) -> headers.put(SecretField.of(name, headerText(value))));
        endpoint.credentials().sign(body, timestamp, (name, value) -> headers.put(SecretField.of(name, value)));
    }

    /**
     * Converts text to UTF-8 for a header. The client writes one byte per character, so each byte becomes one
     * character.
     */
    private static String headerText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Outcome failure(Endpoint endpoint, Result result, Throwable failure) {
        if (failure instanceof ForbiddenAddressException forbidden) {
            log.warn("Refused a call of function {}: {}", endpoint.functionId(), forbidden.getMessage());
            return Outcome.failure("url_validation_failed", "Private IP blocked");
        }
        if (result.getResponse() != null
                && result.getResponse().getStatus() > 0
                && !(failure instanceof TimeoutException)) {
            return Outcome.failure(
                    "http_response_failed",
                    "error reading the response of url (" + endpoint.target() + "): " + reason(endpoint, failure));
        }
        return Outcome.failure(
                "http_request_failed",
                "error sending request for url (" + endpoint.target() + "): " + reason(endpoint, failure));
    }

    private String reason(Endpoint endpoint, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "operation timed out";
        }
        if (failure instanceof UnknownHostException) {
            return "the host " + endpoint.target().host() + " is unknown";
        }
        if (failure instanceof IllegalArgumentException) {
            return "it is larger than " + maxAnswerBytes + " bytes";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            log.warn("The HTTP client of HTTP-invoked functions could not be stopped", e);
        }
    }
}
