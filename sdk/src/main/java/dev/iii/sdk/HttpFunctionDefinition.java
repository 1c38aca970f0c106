package dev.iii.sdk;

import dev.iii.sdk.internal.address.SocketAddresses;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.HttpWire;
import dev.iii.sdk.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function that is implemented by an HTTP service: the engine sends the payload to the service as a JSON body and uses the
 * JSON response as the result (engine behaviour, section 15). It is registered as long as this worker is connected.
 * Immutable: every setter returns a copy.
 *
 * <pre>{@code
 * worker.registerFunction(FunctionDefinition.http("payment::charge", "https://pay.example.org/charge")
 *         .auth(HttpFunctionAuth.bearer("PAY_TOKEN"))
 *         .timeout(Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>By default, an engine allows only {@code https} to public addresses. It silently drops a function whose address it
 * does not allow, or whose variable for {@link HttpFunctionAuth} it does not have. The worker checks for this, and
 * {@link Registration#confirmed} then fails.
 */
public final class HttpFunctionDefinition {

    /** The maximum time that the engine waits for the service by default: 30 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final String id;
    private final URI url;
    private final Map<String, Object> request;
    private final @Nullable String description;
    private final @Nullable Json requestSchema;
    private final @Nullable Json responseSchema;
    private final @Nullable Object metadata;

    private HttpFunctionDefinition(
            String id,
            URI url,
            Map<String, Object> request,
            @Nullable String description,
            @Nullable Json requestSchema,
            @Nullable Json responseSchema,
            @Nullable Object metadata) {
        this.id = id;
        this.url = url;
        this.request = request;
        this.description = description;
        this.requestSchema = requestSchema;
        this.responseSchema = responseSchema;
        this.metadata = metadata;
    }

    static HttpFunctionDefinition of(String id, String url) {
        Arguments.notBlank(id, "function id");
        URI checked = parse(Arguments.notBlank(url, "url"));
        return new HttpFunctionDefinition(id, checked, Map.of("url", url, "method", "POST"), null, null, null, null);
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "url is not a valid URL: " + e.getReason() + "; it must be like https://host/path");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || SocketAddresses.hostOf(uri) == null) {
            throw new IllegalArgumentException("url must be like https://host/path, with the scheme http or https");
        }
        return uri;
    }

    private HttpFunctionDefinition with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(request);
        more.put(key, value);
        return new HttpFunctionDefinition(id, url, more, description, requestSchema, responseSchema, metadata);
    }

    /**
     * Sets the method of the request. The payload is the body of a {@code GET}, too. Default: {@code POST}.
     *
     * @throws IllegalArgumentException if it is not one of GET, POST, PUT, PATCH and DELETE
     */
    public HttpFunctionDefinition method(String method) {
        String upper = Arguments.notBlank(method, "method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new IllegalArgumentException(
                    "method is " + method + "; it must be one of GET, POST, PUT, PATCH, DELETE");
        }
        return with("method", upper);
    }

    /** Sets the maximum time that the engine waits for the service; in milliseconds on the wire. Default: 30 s. */
    public HttpFunctionDefinition timeout(Duration longest) {
        return with(
                "timeout_ms", Math.max(1, Arguments.positive(longest, "timeout").toMillis()));
    }

    /**
     * Adds a header to the request and replaces a header of the same name. Everyone who can see the registration can see the
     * header: use {@link HttpFunctionAuth} for secrets.
     */
    public HttpFunctionDefinition header(String name, String value) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (request.get("headers") instanceof Map<?, ?> before) {
            before.forEach((key, old) -> headers.put(String.valueOf(key), String.valueOf(old)));
        }
        HttpWire.checkName(Arguments.notBlank(name, "header name"));
        HttpWire.checkValue(name, Arguments.notNull(value, "header value"));
        headers.put(name, value);
        return with("headers", headers);
    }

    /** Sets how the engine authenticates itself at the service. Default: not at all. */
    public HttpFunctionDefinition auth(HttpFunctionAuth auth) {
        return with("auth", wire(Arguments.notNull(auth, "auth")));
    }

    private static Map<String, String> wire(HttpFunctionAuth auth) {
        if (auth instanceof HttpFunctionAuth.Bearer bearer) {
            return Map.of("type", "bearer", "token_key", bearer.tokenVariable());
        }
        if (auth instanceof HttpFunctionAuth.ApiKey key) {
            return Map.of("type", "api_key", "header", key.header(), "value_key", key.keyVariable());
        }
        return Map.of("type", "hmac", "secret_key", ((HttpFunctionAuth.Hmac) auth).secretVariable());
    }

    /** Sets a description for humans, which discovery shows. Default: none. */
    public HttpFunctionDefinition description(@Nullable String text) {
        return new HttpFunctionDefinition(id, url, request, text, requestSchema, responseSchema, metadata);
    }

    /** Sets the JSON Schema of the input. Default: none. */
    public HttpFunctionDefinition requestSchema(@Nullable Json schema) {
        return new HttpFunctionDefinition(id, url, request, description, schema, responseSchema, metadata);
    }

    /** Sets the JSON Schema of the result. Default: none. */
    public HttpFunctionDefinition responseSchema(@Nullable Json schema) {
        return new HttpFunctionDefinition(id, url, request, description, requestSchema, schema, metadata);
    }

    /** Sets a value that discovery shows with the function. Default: none. */
    public HttpFunctionDefinition metadata(@Nullable Object value) {
        return new HttpFunctionDefinition(id, url, request, description, requestSchema, responseSchema, value);
    }

    /** Returns the function id. */
    public String id() {
        return id;
    }

    /** Returns the description. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** Returns the JSON Schema of the input. */
    public Optional<Json> requestSchema() {
        return Optional.ofNullable(requestSchema);
    }

    /** Returns the JSON Schema of the result. */
    public Optional<Json> responseSchema() {
        return Optional.ofNullable(responseSchema);
    }

    /** Returns the value that discovery shows with the function; {@code null} if there is none. */
    public @Nullable Object metadata() {
        return metadata;
    }

    /** Returns the request that the engine makes, as the field {@code invocation} of the registration. */
    public Json invocation() {
        return Json.of(request);
    }

    /** Returns the id and the host without path, query and headers. */
    @Override
    public String toString() {
        return "HttpFunctionDefinition[" + id + ", " + url.getScheme() + "://" + SocketAddresses.hostOf(url) + "]";
    }
}
