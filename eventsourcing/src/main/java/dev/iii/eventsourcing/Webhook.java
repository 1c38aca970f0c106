package dev.iii.eventsourcing;

import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A handler of a {@link Reaction} that sends each occasion to an HTTP address. The request is a POST with the fields of the value
 * and the field {@code id}, the id of the occasion. The id is also in the header {@code Idempotency-Key}. It is the same for all
 * attempts, so the receiver can ignore duplicates. A status other than 2xx, or no response within 10 s, is a failed attempt.
 * Immutable and thread-safe.
 *
 * @param <T> the type of the values, which are JSON objects
 */
public final class Webhook<T> implements Reaction.Handler<T> {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SUCCESS = 200;
    private static final int AFTER_SUCCESS = 300;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpRequest.Builder template;

    private Webhook(HttpRequest.Builder template) {
        this.template = template;
    }

    /**
     * Creates a handler.
     *
     * @param address the address, for example {@code https://alerts.example/low-stock}
     * @throws IllegalArgumentException if it is not an HTTP address
     */
    public static <T> Webhook<T> to(URI address) {
        return new Webhook<>(
                HttpRequest.newBuilder(address).timeout(TIMEOUT).header("content-type", "application/json"));
    }

    @Override
    public void handle(Occasion<T> occasion) throws IOException, InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("id", Json.of(occasion.id()));
        body.putAll(Json.of(occasion.value()).fields());
        HttpRequest request = template.copy()
                .header("Idempotency-Key", occasion.id())
                .POST(BodyPublishers.ofString(Json.object(body).text()))
                .build();
        HttpResponse<Void> response;
        try {
            response = http.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            // Often without a message. The path is not named, because it may contain a secret.
            throw new IOException(
                    "no answer of the webhook at " + request.uri().getHost()
                            + (request.uri().getPort() < 0
                                    ? ""
                                    : ":" + request.uri().getPort()) + ": " + e,
                    e);
        }
        if (response.statusCode() < SUCCESS || response.statusCode() >= AFTER_SUCCESS) {
            throw new IOException("the webhook answered with status " + response.statusCode());
        }
    }
}
