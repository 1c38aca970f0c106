package dev.iii.sdk.http;

import dev.iii.sdk.error.InvalidRequestException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * The parts of a multipart body, for example the files of a form, which are read as they arrive. Not thread-safe.
 *
 * <pre>{@code
 * try (Multipart parts = request.multipart()) {
 *     for (var part = parts.next(); part.isPresent(); part = parts.next()) {
 *         store(part.get().fileName(), part.get().inputStream());
 *     }
 * }
 * }</pre>
 */
public final class Multipart implements AutoCloseable {

    /** The maximum number of bytes of the headers of a part: 8192. */
    public static final int MAX_HEADER_BYTES = 8192;

    /** The maximum number of parts: 1000. */
    public static final int MAX_PARTS = 1000;

    private final InputStream body;
    private final MultipartInput input;
    private int count;
    private boolean ended;

    private Multipart(InputStream body, MultipartInput input) {
        this.body = body;
        this.input = input;
    }

    static Multipart of(String contentType, Supplier<InputStream> content) throws IOException {
        String boundary = BodyParser.parameter(contentType, "boundary");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || boundary.isEmpty()) {
            throw new InvalidRequestException("content-type", "expected multipart with a boundary");
        }
        InputStream body = content.get();
        try {
            return new Multipart(
                    body,
                    MultipartInput.builder()
                            .setInputStream(body)
                            .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                            .setPartHeaderSizeMax(MAX_HEADER_BYTES)
                            .get());
        } catch (IllegalArgumentException e) {
            body.close();
            throw new InvalidRequestException("content-type", "the boundary is too long");
        }
    }

    /**
     * Returns the next part; empty if there is none. The unread remainder of the previous part is skipped.
     *
     * @throws InvalidRequestException if the body is not a valid multipart body, has too many parts, or a part has too
     *     large headers; the client receives status 400
     * @throws IOException if the client aborts the request
     */
    public Optional<MultipartPart> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            boolean more = count == 0 ? input.skipPreamble() : skipToNextPart();
            if (!more) {
                ended = true;
                return Optional.empty();
            }
            count++;
            if (count > MAX_PARTS) {
                throw new InvalidRequestException("body", "more than " + MAX_PARTS + " parts");
            }
            return Optional.of(new MultipartPart(headers(input.readHeaders()), new Content(input.newInputStream())));
        } catch (MultipartInput.MalformedStreamException | FileUploadSizeException e) {
            throw malformed(e);
        }
    }

    /** The bytes of one part. If the body ends inside a part, this is an error of the client. */
    private static final class Content extends FilterInputStream {

        Content(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (MultipartInput.MalformedStreamException e) {
                throw malformed(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (MultipartInput.MalformedStreamException e) {
                throw malformed(e);
            }
        }
    }

    private static InvalidRequestException malformed(IOException e) {
        return new InvalidRequestException("body", "not a valid multipart body: " + e.getMessage());
    }

    private boolean skipToNextPart() throws IOException {
        input.discardBodyData();
        return input.readBoundary();
    }

    /** Parses headers by lower-case name; folded lines are joined. */
    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : text.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** Closes the body without reading the remaining parts. */
    @Override
    public void close() throws IOException {
        ended = true;
        body.close();
    }
}
