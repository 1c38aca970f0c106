package dev.iii.sdk.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One part of a {@link Multipart}, to be read before the next one is asked for. Not thread-safe. */
public final class MultipartPart {

    private final Map<String, String> headers;
    private final InputStream content;

    MultipartPart(Map<String, String> headers, InputStream content) {
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    /** The name of the form field; empty text when the part has none. */
    public String name() {
        return BodyText.parameter(disposition(), "name");
    }

    /** The name of the file at the client, when it is a file. It may hold anything: never use it as a path. */
    public Optional<String> fileName() {
        return Optional.of(BodyText.parameter(disposition(), "filename")).filter(name -> !name.isEmpty());
    }

    private String disposition() {
        return header("content-disposition").orElse("");
    }

    /** The content type of the part. */
    public Optional<String> contentType() {
        return header("content-type");
    }

    /** A header of the part, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The bytes. Reading throws {@link dev.iii.sdk.error.InvalidRequestException}, for the client 400, when the body ends in the
     * middle of the part.
     */
    public InputStream inputStream() {
        return content;
    }

    /**
     * The bytes in memory.
     *
     * @throws dev.iii.sdk.error.FunctionException {@code payload_too_large}, for the client 413, when there are more than this
     */
    public byte[] bytes(int most) throws IOException {
        return BodyText.bytes(content, most);
    }

    /** The part as a text, in the charset of its content type or in UTF-8; for the rest as {@link #bytes}. */
    public String text(int mostBytes) throws IOException {
        return new String(bytes(mostBytes), BodyText.charset(contentType().orElse("")));
    }

    /** Leaves names and content out. */
    @Override
    public String toString() {
        return "MultipartPart[" + contentType().orElse("no content type") + "]";
    }
}
