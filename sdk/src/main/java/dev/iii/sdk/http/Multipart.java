package dev.iii.sdk.http;

import dev.iii.sdk.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

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
    private final PartReader reader;
    private int count;
    private boolean ended;

    private Multipart(InputStream body, String boundary) {
        this.body = body;
        this.reader = new PartReader(body, boundary, MAX_HEADER_BYTES);
    }

    static Multipart of(String contentType, Supplier<InputStream> content) {
        String boundary = BodyParser.parameter(contentType, "boundary");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || boundary.isEmpty()) {
            throw new InvalidRequestException("content-type", "expected multipart with a boundary");
        }
        if (boundary.length() > PartReader.MAX_BOUNDARY_BYTES) {
            throw new InvalidRequestException(
                    "content-type", "the boundary has more than " + PartReader.MAX_BOUNDARY_BYTES + " characters");
        }
        return new Multipart(content.get(), boundary);
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
            boolean more = count == 0 ? reader.first() : reader.next();
            if (!more) {
                ended = true;
                return Optional.empty();
            }
            count++;
            if (count > MAX_PARTS) {
                throw new InvalidRequestException("body", "more than " + MAX_PARTS + " parts");
            }
            return Optional.of(new MultipartPart(reader.headers(), new Content(count)));
        } catch (PartReader.MalformedBodyException e) {
            throw malformed(e);
        }
    }

    /** The bytes of one part; none once the next part has been requested. */
    private final class Content extends InputStream {

        private final int part;
        private boolean atEnd;

        Content(int part) {
            this.part = part;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (atEnd || part != count || ended) {
                return -1;
            }
            try {
                int read = reader.read(into, offset, length);
                atEnd = read < 0;
                return read;
            } catch (PartReader.MalformedBodyException e) {
                throw malformed(e);
            }
        }
    }

    private static InvalidRequestException malformed(IOException e) {
        return new InvalidRequestException("body", "not a valid multipart body: " + e.getMessage());
    }

    /** Closes the body without reading the remaining parts. */
    @Override
    public void close() throws IOException {
        ended = true;
        body.close();
    }
}
