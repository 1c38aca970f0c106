package dev.iii.sdk.http;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that an http trigger passed on (engine behaviour, section 14). A function takes it as its input, or
 * looks at it with {@link dev.iii.sdk.Invocation#http}; conditions and middleware get it, too, without a body.
 * Immutable, but for the bytes of the body, which are there once.
 *
 * @param method in upper case
 * @param route the pattern of the trigger, for example {@code items/:id}; the engine does not tell the path itself, and
 *     to middleware not even the pattern
 * @param pathParams by name, percent-decoded
 * @param queryParams by name, decoded; of a repeated name the last value
 * @param headers by name, in lower case whatever it was; of a repeated name the last value
 * @param body the body when its content type is JSON, else JSON null
 * @param content the bytes of the body; {@code null} for conditions and middleware. To be read once
 */
public record HttpRequest(
        String method,
        String route,
        Map<String, String> pathParams,
        Map<String, String> queryParams,
        Map<String, String> headers,
        Json body,
        @Nullable ChannelReader content) {

    /**
     * Keeps copies of parameters and headers.
     *
     * @throws IllegalArgumentException when one of them is {@code null}, but for the content
     */
    public HttpRequest {
        Arguments.notNull(method, "method");
        Arguments.notNull(route, "route");
        Arguments.notNull(body, "body");
        pathParams = Map.copyOf(Arguments.notNull(pathParams, "pathParams"));
        queryParams = Map.copyOf(Arguments.notNull(queryParams, "queryParams"));
        headers = lowerCase(Arguments.notNull(headers, "headers"));
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return Collections.unmodifiableMap(lower);
    }

    /** A request whose bytes are not there, for tests of handlers. */
    public HttpRequest(
            String method,
            String route,
            Map<String, String> pathParams,
            Map<String, String> queryParams,
            Map<String, String> headers,
            Json body) {
        this(method, route, pathParams, queryParams, headers, body, null);
    }

    /** The value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(
                headers.get(Arguments.notNull(name, "header name").toLowerCase(Locale.ROOT)));
    }

    /** A path parameter. */
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(pathParams.get(Arguments.notNull(name, "parameter name")));
    }

    /**
     * A path parameter as something else than a text, for example {@code pathParam("id", UUID::fromString)}.
     *
     * @param reader throws any runtime exception when the text does not do
     * @throws InvalidRequestException when it does not do; the client gets 400 with the name of the parameter
     */
    public <T> Optional<T> pathParam(String name, Function<String, T> reader) {
        return read(pathParams, name, reader);
    }

    /** A query parameter; empty text when it came without a value. */
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(queryParams.get(Arguments.notNull(name, "parameter name")));
    }

    /**
     * A query parameter as something else than a text, for example {@code queryParam("limit", Integer::parseInt)}.
     *
     * @param reader throws any runtime exception when the text does not do
     * @throws InvalidRequestException when it does not do; the client gets 400 with the name of the parameter
     */
    public <T> Optional<T> queryParam(String name, Function<String, T> reader) {
        return read(queryParams, name, reader);
    }

    private static <T> Optional<T> read(Map<String, String> params, String name, Function<String, T> reader) {
        Arguments.notNull(name, "parameter name");
        Arguments.notNull(reader, "reader");
        String text = params.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (InvalidRequestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw invalid(name, "is '" + text + "', which cannot be read: " + e.getMessage());
        }
    }

    private static InvalidRequestException invalid(String field, String problem) {
        return new InvalidRequestException(List.of(new InvalidRequestException.FieldError(field, problem)));
    }

    /** The content type without its parameters, in lower case. */
    public Optional<String> mediaType() {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    /**
     * The JSON body as a Java type.
     *
     * @throws InvalidRequestException when there is none or it does not fit; the client gets 400 with the path of the
     *     field
     */
    public <T> T bodyAs(Class<T> type) {
        return typed(json -> json.as(type));
    }

    /**
     * The same for a generic type.
     *
     * @throws InvalidRequestException as {@link #bodyAs(Class)}
     */
    public <T> T bodyAs(TypeRef<T> type) {
        return typed(json -> json.as(type));
    }

    private <T> T typed(Function<Json, @Nullable T> reader) {
        T value;
        try {
            value = reader.apply(body);
        } catch (InvalidPayloadException e) {
            throw invalid(e.path().isEmpty() ? "body" : "body." + e.path(), String.valueOf(e.getMessage()));
        }
        if (value == null) {
            throw invalid("body", "is missing; it must be JSON with the content type application/json");
        }
        return value;
    }

    /**
     * The bytes of the body, as they come from the client. To be read once, by this or one of the methods below.
     *
     * @throws IllegalStateException for conditions and middleware, which get no body
     */
    public InputStream bodyStream() {
        ChannelReader reader = content;
        if (reader == null) {
            throw new IllegalStateException("there are no bytes of a body in " + this);
        }
        return reader.inputStream();
    }

    /**
     * The bytes of the body in memory.
     *
     * @throws dev.iii.sdk.error.FunctionException {@code payload_too_large}, for the client 413, when there are more than this
     * @throws IOException when the client breaks off
     */
    public byte[] bodyBytes(int most) throws IOException {
        return BodyText.bytes(bodyStream(), most);
    }

    /**
     * The body as a text, in the charset of its content type or in UTF-8; for the rest as {@link #bodyBytes}.
     *
     * @throws IOException when the client breaks off
     */
    public String bodyText(int mostBytes) throws IOException {
        return new String(
                bodyBytes(mostBytes), BodyText.charset(header("content-type").orElse("")));
    }

    /**
     * The fields of an HTML form, {@code application/x-www-form-urlencoded}, in their order; for the rest as {@link
     * #bodyBytes}.
     *
     * @throws InvalidRequestException when the body is of another type
     * @throws IOException when the client breaks off
     */
    public Map<String, List<String>> form(int mostBytes) throws IOException {
        String expected = "application/x-www-form-urlencoded";
        if (!mediaType().equals(Optional.of(expected))) {
            throw invalid("content-type", "is " + mediaType().orElse("missing") + "; it must be " + expected);
        }
        return BodyText.form(bodyText(mostBytes));
    }

    /**
     * The parts of a {@code multipart} body, one after the other and without holding them in memory.
     *
     * @throws InvalidRequestException when the body is of another type, or its type names no boundary
     * @throws IllegalStateException for conditions and middleware, which get no body
     * @throws IOException when the client breaks off
     */
    public Multipart multipart() throws IOException {
        return Multipart.of(header("content-type").orElse(""), this::bodyStream);
    }

    /** Leaves headers, parameters and body out: they may hold secrets. */
    @Override
    public String toString() {
        return "HttpRequest[" + method + " " + route + "]";
    }
}
