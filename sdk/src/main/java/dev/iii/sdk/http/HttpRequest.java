package dev.iii.sdk.http;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.HttpWire;
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
 * An HTTP request that an http trigger has received (engine behaviour, section 14). A function takes it as its input or
 * gets it from {@link dev.iii.sdk.Invocation#http}. Conditions and middleware receive it without the bytes of the body.
 * Immutable, except that the bytes of the body can be read only once.
 *
 * @param method the method in upper case
 * @param route the route of the trigger, for example {@code items/:id}. The engine does not provide the path of the
 *     request, and it provides no route to middleware
 * @param pathParams the path parameters by name, percent-decoded
 * @param queryParams the query parameters by name, decoded; the last value if a name is repeated
 * @param headers the headers by name in lower case; the last value if a name is repeated
 * @param body the parsed body if its content type is JSON, otherwise JSON null
 * @param content the bytes of the body, which can be read once; {@code null} for conditions and middleware
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
     * Copies the parameters and headers.
     *
     * @throws IllegalArgumentException if an argument other than {@code content} is {@code null}
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

    /** Creates a request without the bytes of the body, for tests of handlers. */
    public HttpRequest(
            String method,
            String route,
            Map<String, String> pathParams,
            Map<String, String> queryParams,
            Map<String, String> headers,
            Json body) {
        this(method, route, pathParams, queryParams, headers, body, null);
    }

    /** Returns the value of a header. The name is not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(
                headers.get(Arguments.notNull(name, "header name").toLowerCase(Locale.ROOT)));
    }

    /** Returns a path parameter. */
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(pathParams.get(Arguments.notNull(name, "parameter name")));
    }

    /**
     * Returns a path parameter that is converted to another type, for example
     * {@code pathParam("id", UUID::fromString)}.
     *
     * @param reader converts the string; throws any runtime exception if the string is invalid
     * @return the converted value; empty if there is no such parameter
     * @throws InvalidRequestException if the string is invalid; the client receives status 400 with the name of the
     *     parameter
     */
    public <T> Optional<T> pathParam(String name, Function<String, T> reader) {
        return read(pathParams, name, reader);
    }

    /** Returns a query parameter; an empty string if the request contains its name without a value. */
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(queryParams.get(Arguments.notNull(name, "parameter name")));
    }

    /**
     * Returns a query parameter that is converted to another type, for example
     * {@code queryParam("limit", Integer::parseInt)}.
     *
     * @param reader converts the string; throws any runtime exception if the string is invalid
     * @return the converted value; empty if there is no such parameter
     * @throws InvalidRequestException if the string is invalid; the client receives status 400 with the name of the
     *     parameter
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
            throw new InvalidRequestException(name, "invalid value '" + text + "': " + e.getMessage());
        }
    }

    /** Returns the content type without its parameters, in lower case. */
    public Optional<String> mediaType() {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    /**
     * Reads the JSON body as a Java type.
     *
     * @throws InvalidRequestException if there is no JSON body or it does not fit the type; the client receives status
     *     400 with the path of the field
     */
    public <T> T bodyAs(Class<T> type) {
        return typed(json -> json.as(type));
    }

    /**
     * Reads the JSON body as a generic Java type.
     *
     * @throws InvalidRequestException if there is no JSON body or it does not fit the type; the client receives status
     *     400 with the path of the field
     */
    public <T> T bodyAs(TypeRef<T> type) {
        return typed(json -> json.as(type));
    }

    private <T> T typed(Function<Json, @Nullable T> reader) {
        T value;
        try {
            value = reader.apply(body);
        } catch (InvalidPayloadException e) {
            throw new InvalidRequestException(
                    e.path().isEmpty() ? "body" : "body." + e.path(), String.valueOf(e.getMessage()));
        }
        if (value == null) {
            throw new InvalidRequestException(
                    "body",
                    HttpWire.mayHaveInvalidJson(headers)
                            ? HttpWire.INVALID_JSON
                            : "missing; expected JSON with the content type application/json");
        }
        return value;
    }

    /**
     * Returns the unparsed bytes of the body as a stream. The body can be read once, by this method or one of the
     * following methods.
     *
     * @throws IllegalStateException if a condition or a middleware calls this method, because it receives no body
     */
    public InputStream bodyStream() {
        ChannelReader reader = content;
        if (reader == null) {
            throw new IllegalStateException(
                    this + " has no body to read; conditions and middleware receive requests without a body");
        }
        return reader.inputStream();
    }

    /**
     * Reads the body into memory.
     *
     * @param maxBytes the maximum number of bytes
     * @throws dev.iii.sdk.error.FunctionException with the code {@code payload_too_large} if there are more bytes; the
     *     client receives status 413
     * @throws IllegalStateException if a condition or a middleware calls this method
     * @throws IOException if the client aborts the request
     */
    public byte[] bodyBytes(int maxBytes) throws IOException {
        return BodyParser.bytes(bodyStream(), maxBytes);
    }

    /**
     * Reads the body as a string, in the charset of its content type or in UTF-8. Otherwise like {@link #bodyBytes}.
     *
     * <p>Bytes that are invalid in this charset become U+FFFD, as in Node and in browsers. Use {@link #bodyBytes} if such a
     * body must be refused.
     *
     * @param maxBytes the maximum number of bytes
     * @throws IOException if the client aborts the request
     */
    public String bodyText(int maxBytes) throws IOException {
        return new String(
                bodyBytes(maxBytes), BodyParser.charset(header("content-type").orElse("")));
    }

    /**
     * Reads the fields of an HTML form ({@code application/x-www-form-urlencoded}), in their order. Otherwise like
     * {@link #bodyBytes}.
     *
     * @param maxBytes the maximum number of bytes
     * @throws InvalidRequestException if the body has another content type
     * @throws IOException if the client aborts the request
     */
    public Map<String, List<String>> form(int maxBytes) throws IOException {
        String expected = "application/x-www-form-urlencoded";
        if (!mediaType().equals(Optional.of(expected))) {
            throw new InvalidRequestException(
                    "content-type",
                    "expected " + expected + ", was " + mediaType().orElse("missing"));
        }
        return BodyParser.form(bodyText(maxBytes));
    }

    /**
     * Returns the parts of a {@code multipart} body, one after the other, without reading them into memory. The caller
     * must close it.
     *
     * @throws InvalidRequestException if the body has another content type, or its content type has no boundary
     * @throws IllegalStateException if a condition or a middleware calls this method
     * @throws IOException if the client aborts the request
     */
    public Multipart multipart() throws IOException {
        return Multipart.of(header("content-type").orElse(""), this::bodyStream);
    }

    /** Returns the method and the route without headers, parameters and body, which may contain secrets. */
    @Override
    public String toString() {
        return "HttpRequest[" + method + " " + route + "]";
    }
}
