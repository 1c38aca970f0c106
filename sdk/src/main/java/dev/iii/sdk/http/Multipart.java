package dev.iii.sdk.http;

import dev.iii.sdk.error.InvalidRequestException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * The parts of a multipart body as they arrive, for example the files of a form. Not thread-safe.
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

    /** The headers of one part may have so many bytes. */
    public static final int MOST_HEADER_BYTES = 8192;

    /** A body may have so many parts. */
    public static final int MOST_PARTS = 1000;

    private final InputStream body;
    private final MultipartInput input;
    private int count;
    private boolean ended;

    private Multipart(InputStream body, MultipartInput input) {
        this.body = body;
        this.input = input;
    }

    static Multipart of(String contentType, Supplier<InputStream> content) throws IOException {
        String boundary = BodyText.parameter(contentType, "boundary");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || boundary.isEmpty()) {
            throw invalid("content-type", "must be multipart with a boundary");
        }
        InputStream body = content.get();
        try {
            return new Multipart(
                    body,
                    MultipartInput.builder()
                            .setInputStream(body)
                            .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                            .setPartHeaderSizeMax(MOST_HEADER_BYTES)
                            .get());
        } catch (IllegalArgumentException e) {
            body.close();
            throw invalid("content-type", "has a boundary that is too long");
        }
    }

    private static InvalidRequestException invalid(String field, String problem) {
        return new InvalidRequestException(List.of(new InvalidRequestException.FieldError(field, problem)));
    }

    /**
     * The next part; what is left of the one before is skipped. Empty when there is none.
     *
     * @throws InvalidRequestException when the body is not multipart as its type says, has too many parts or too large
     *     headers; the client gets 400
     * @throws IOException when the client breaks off
     */
    public Optional<MultipartPart> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            boolean more = count == 0 ? input.skipPreamble() : skipRest();
            if (!more) {
                ended = true;
                return Optional.empty();
            }
            count++;
            if (count > MOST_PARTS) {
                throw invalid("body", "has more than " + MOST_PARTS + " parts");
            }
            return Optional.of(new MultipartPart(headers(input.readHeaders()), new Content(input.newInputStream())));
        } catch (MultipartInput.MalformedStreamException | FileUploadSizeException e) {
            throw broken(e);
        }
    }

    /** The bytes of one part; that the body ends in the middle of them is the client's mistake. */
    private static final class Content extends FilterInputStream {

        Content(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (MultipartInput.MalformedStreamException e) {
                throw broken(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (MultipartInput.MalformedStreamException e) {
                throw broken(e);
            }
        }
    }

    private static InvalidRequestException broken(IOException e) {
        return invalid("body", "is no multipart body: " + e.getMessage());
    }

    private boolean skipRest() throws IOException {
        input.discardBodyData();
        return input.readBoundary();
    }

    /** By lower-case name; folded lines are put together. */
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

    /** Reads no more of the body. */
    @Override
    public void close() throws IOException {
        ended = true;
        body.close();
    }
}
