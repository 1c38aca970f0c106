package dev.iii.sdk;

import dev.iii.sdk.internal.http.HttpWire;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function that is no code of this worker: the engine calls a service over HTTP for it, with the payload as JSON body,
 * and takes the JSON of the answer for the result (engine behaviour, section 15). It is there as long as this worker is.
 * Immutable.
 *
 * <pre>{@code
 * worker.registerFunction(FunctionDefinition.http("payment::charge", "https://pay.example.org/charge")
 *         .auth(HttpAuth.bearer("PAY_TOKEN"))
 *         .timeout(Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>An engine allows {@code https} to public addresses, unless its configuration says otherwise. An address that it does
 * not allow, and a variable for {@link HttpAuth} that it does not have, make it drop the function without a word;
 * {@link Registration#confirmed} then fails, because the worker looks whether the function is there.
 */
public final class HttpFunctionDefinition {

    /** How long the engine waits for the service when nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final String id;
    private final URI url;
    private final Map<String, Object> invocation;
    private final FunctionExtras extras;

    private HttpFunctionDefinition(String id, URI url, Map<String, Object> invocation, FunctionExtras extras) {
        this.id = id;
        this.url = url;
        this.invocation = invocation;
        this.extras = extras;
    }

    static HttpFunctionDefinition of(String id, String url) {
        Checks.notBlank(id, "function id");
        URI checked = parse(Checks.notBlank(url, "url"));
        return new HttpFunctionDefinition(id, checked, Map.of("url", url, "method", "POST"), FunctionExtras.NONE);
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url is not a valid URL: " + e.getReason());
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
            throw new IllegalArgumentException("url must be like https://host/path, with the scheme http or https");
        }
        return uri;
    }

    private HttpFunctionDefinition with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(invocation);
        more.put(key, value);
        return new HttpFunctionDefinition(id, url, more, extras);
    }

    /**
     * The method, {@code POST} when it is not said. The payload is the body of a {@code GET}, too.
     *
     * @throws IllegalArgumentException when it is none of GET, POST, PUT, PATCH and DELETE
     */
    public HttpFunctionDefinition method(String method) {
        String upper = Checks.notBlank(method, "method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(upper)) {
            throw new IllegalArgumentException(
                    "method is " + method + "; it must be one of GET, POST, PUT, PATCH, DELETE");
        }
        return with("method", upper);
    }

    /** How long the engine waits for the service; in milliseconds on the wire. */
    public HttpFunctionDefinition timeout(Duration longest) {
        return with(
                "timeout_ms", Math.max(1, Checks.positive(longest, "timeout").toMillis()));
    }

    /** One more header of the request, in place of one of the same name. It is seen by everybody who sees the registration: secrets belong to {@link HttpAuth}. */
    public HttpFunctionDefinition header(String name, String value) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (invocation.get("headers") instanceof Map<?, ?> before) {
            before.forEach((key, old) -> headers.put(String.valueOf(key), String.valueOf(old)));
        }
        HttpWire.checkName(Checks.notBlank(name, "header name"));
        HttpWire.checkValue(name, Checks.notNull(value, "header value"));
        headers.put(name, value);
        return with("headers", headers);
    }

    /** How the engine proves who it is. */
    public HttpFunctionDefinition auth(HttpAuth auth) {
        return with("auth", wire(Checks.notNull(auth, "auth")));
    }

    private static Map<String, String> wire(HttpAuth auth) {
        if (auth instanceof HttpAuth.Bearer bearer) {
            return Map.of("type", "bearer", "token_key", bearer.tokenVariable());
        }
        if (auth instanceof HttpAuth.ApiKey key) {
            return Map.of("type", "api_key", "header", key.header(), "value_key", key.keyVariable());
        }
        return Map.of("type", "hmac", "secret_key", ((HttpAuth.Hmac) auth).secretVariable());
    }

    private HttpFunctionDefinition with(FunctionExtras more) {
        return new HttpFunctionDefinition(id, url, invocation, more);
    }

    /** A text for people. */
    public HttpFunctionDefinition description(@Nullable String text) {
        return with(extras.with(e -> e.description = text));
    }

    /** JSON Schema of the input. */
    public HttpFunctionDefinition requestSchema(@Nullable Json schema) {
        return with(extras.with(e -> e.requestSchema = schema));
    }

    /** JSON Schema of the answer. */
    public HttpFunctionDefinition responseSchema(@Nullable Json schema) {
        return with(extras.with(e -> e.responseSchema = schema));
    }

    /** Any value, shown by discovery. */
    public HttpFunctionDefinition metadata(@Nullable Object value) {
        return with(extras.with(e -> e.metadata = value));
    }

    /** The function id. */
    public String id() {
        return id;
    }

    FunctionExtras extras() {
        return extras;
    }

    Map<String, Object> invocation() {
        return invocation;
    }

    /** Leaves path, query and headers out. */
    @Override
    public String toString() {
        return "HttpFunctionDefinition[" + id + ", " + url.getScheme() + "://" + url.getHost() + "]";
    }
}
