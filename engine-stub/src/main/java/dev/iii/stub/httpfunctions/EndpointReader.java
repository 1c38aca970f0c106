package dev.iii.stub.httpfunctions;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.json.Struct;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Reads the field {@code invocation} of a registration. Error messages contain the name of the invalid field. */
final class EndpointReader {

    private static final Logger log = BoundedLogger.of(EndpointReader.class);

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(24);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers that belong to the connection and not to the message. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");

    private static final Struct INVOCATION = Struct.of(
            "HttpInvocationRef",
            Field.string("url"),
            Field.string("method").orElse("\"POST\""),
            Field.u64("timeout_ms").optional(),
            Field.of("headers", new Texts()).orElse("{}"),
            Field.json("auth").optional());

    private static final Struct AUTH = Struct.of(
            "HttpAuthConfig",
            Field.string("type"),
            Field.string("token_key").optional(),
            Field.string("secret_key").optional(),
            Field.string("value_key").optional(),
            Field.string("header").optional());

    private final UrlPolicy policy;
    private final Map<String, String> variables;

    EndpointReader(UrlPolicy policy, Map<String, String> variables) {
        this.policy = policy;
        this.variables = variables;
    }

    /**
     * Reads an endpoint.
     *
     * @throws IllegalArgumentException if the endpoint is not acceptable; the message contains the reason
     */
    Endpoint read(RegisterFunction frame) {
        RawJson invocation = frame.invocation();
        if (invocation == null) {
            throw new IllegalArgumentException("it has no invocation");
        }
        Fields in;
        Fields auth;
        try {
            in = INVOCATION.read(invocation);
            RawJson given = in.optional("auth");
            auth = given == null ? null : AUTH.read(given);
        } catch (BadInputException e) {
            throw new IllegalArgumentException("its invocation is invalid: " + e.getMessage(), e);
        }
        String method = in.optionalString("method");
        if (method != null && !METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    "its method is \"" + method + "\"; use one of " + String.join(", ", METHODS));
        }
        TargetUrl target = TargetUrl.parse(in.string("url"));
        policy.check(target);
        return new Endpoint(
                frame.id(),
                target,
                method == null ? "POST" : method,
                headers(frame.id(), in.optional("headers")),
                timeout(in.optional("timeout_ms")),
                auth == null ? ofUser(target) : credentials(auth));
    }

    private static Duration timeout(@Nullable RawJson millis) {
        if (millis == null) {
            return DEFAULT_TIMEOUT;
        }
        BigInteger max = BigInteger.valueOf(MAX_TIMEOUT.toMillis());
        // In the real engine 0 means an immediate timeout, but the HTTP client reads it as no timeout. The shortest
        // timeout is therefore 1 ms.
        return Duration.ofMillis(
                NumberLimits.integer(millis).min(max).max(BigInteger.ONE).longValue());
    }

    private static Map<String, String> headers(String functionId, @Nullable RawJson given) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (given != null) {
            given.forEachField((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (OF_THE_CONNECTION.contains(lower)) {
                    log.warn("The header {} of function {} has no effect; the engine sets it", lower, functionId);
                } else {
                    headers.put(
                            checkedName("headers", name), checkedValue("the header " + name, JsonText.string(value)));
                }
            });
        }
        return headers;
    }

    // ---------------------------------------------------------------- credentials

    /** Creates the credentials for {@code https://name:password@host}, which means HTTP Basic. */
    private static Credentials ofUser(TargetUrl target) {
        String user = target.user();
        if (user == null || user.isEmpty()) {
            return Credentials.NONE;
        }
        String pair = user.indexOf(':') < 0 ? user + ":" : user;
        byte[] decoded = percentDecoded(pair).getBytes(StandardCharsets.UTF_8);
        return new Credentials.Fixed(
                "authorization", "Basic " + Base64.getEncoder().encodeToString(decoded));
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private Credentials credentials(Fields auth) {
        String type = auth.string("type");
        return switch (type) {
            case "bearer" ->
                new Credentials.Fixed(
                        "authorization", "Bearer " + checkedValue("a token", variable(auth, "token_key")));
            case "api_key" ->
                new Credentials.Fixed(
                        checkedName("auth.header", named(auth, "header")),
                        checkedValue("a key", variable(auth, "value_key")));
            case "hmac" -> new Credentials.Hmac(variable(auth, "secret_key"));
            default ->
                throw new IllegalArgumentException("its auth.type is \"" + type + "\"; use bearer, api_key or hmac");
        };
    }

    private String variable(Fields auth, String field) {
        String name = named(auth, field);
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("its auth." + field + " names the environment variable " + name
                    + ", which is not set for the engine; set it before the engine starts");
        }
        return value;
    }

    private static String named(Fields auth, String field) {
        String value = auth.optionalString(field);
        if (value == null) {
            throw new IllegalArgumentException("its auth needs the field " + field);
        }
        return value;
    }

    private static String checkedName(String field, String name) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "its " + field + " has the name \"" + name + "\", which is not a valid header name");
        }
        return name;
    }

    private static String checkedValue(String what, String value) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
            throw new IllegalArgumentException(
                    what + " contains a control character, which is not allowed in a header");
        }
        return value;
    }

    /** An object whose values are strings. */
    private record Texts() implements Field.Type {
        @Override
        public void check(RawJson value) {
            if (!value.isObject()) {
                throw new BadInputException("headers must be an object of strings");
            }
            value.forEachField((name, text) -> {
                if (!JsonText.isString(text)) {
                    throw new BadInputException("the header " + name + " must be a string");
                }
            });
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            // The schema is never shown, because this value is read from a frame and not from the input of a function.
        }
    }
}
