package dev.iii.sdk.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One part of a {@link Multipart}. It must be read before the next part is requested. Not thread-safe. */
public final class MultipartPart {

    private final Map<String, String> headers;
    private final InputStream content;

    MultipartPart(Map<String, String> headers, InputStream content) {
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    /** Returns the name of the form field; an empty string if the part has none. */
    public String name() {
        return BodyParser.parameter(disposition(), "name");
    }

    /**
     * Returns the file name that the client has sent; empty if the part is not a file. It may contain any characters:
     * never use it as a path.
     */
    public Optional<String> fileName() {
        return Optional.of(BodyParser.parameter(disposition(), "filename")).filter(name -> !name.isEmpty());
    }

    private String disposition() {
        return header("content-disposition").orElse("");
    }

    /** Returns the content type of this part. */
    public Optional<String> contentType() {
        return header("content-type");
    }

    /** Returns a header of this part. The name is not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns the bytes of this part. A read throws {@link dev.iii.sdk.error.InvalidRequestException} if the body ends
     * inside this part; the client receives status 400.
     */
    public InputStream inputStream() {
        return content;
    }

    /**
     * Reads this part into memory.
     *
     * @param maxBytes the maximum number of bytes
     * @throws dev.iii.sdk.error.FunctionException with the code {@code payload_too_large} if there are more bytes; the
     *     client receives status 413
     * @throws IOException if the client aborts the request
     */
    public byte[] bytes(int maxBytes) throws IOException {
        return BodyParser.bytes(content, maxBytes);
    }

    /**
     * Reads this part as a string, in the charset of its content type or in UTF-8. Otherwise like {@link #bytes}.
     *
     * @param maxBytes the maximum number of bytes
     * @throws IOException if the client aborts the request
     */
    public String text(int maxBytes) throws IOException {
        return new String(bytes(maxBytes), BodyParser.charset(contentType().orElse("")));
    }

    /** Returns the content type without names and content, which may contain secrets. */
    @Override
    public String toString() {
        return "MultipartPart[" + contentType().orElse("no content type") + "]";
    }
}
