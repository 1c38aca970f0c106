package dev.iii.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser of multipart bodies. */
class PartReaderTest {

    private static final int MAX_HEADERS = 100;

    private static PartReader reader(String body) {
        return new PartReader(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), "line", MAX_HEADERS);
    }

    /** Returns at most so many bytes per read, as a connection does. */
    private static InputStream pieces(byte[] body, Random random, int most) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(most)));
            }
        };
    }

    private static byte[] content(PartReader reader) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[100];
        for (int count = reader.read(buffer, 0, 100); count >= 0; count = reader.read(buffer, 0, 100)) {
            content.write(buffer, 0, count);
        }
        return content.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void partsDoNotDependOnHowTheirBytesArrive(long seed) throws IOException {
        Random random = new Random(seed);
        byte[][] parts = new byte[20][];
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = likeADelimiter(random);
            body.writeBytes(("\r\n--line\r\nnumber: " + i + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(parts[i]);
        }
        body.writeBytes("\r\n--line--\r\nignored".getBytes(StandardCharsets.US_ASCII));
        for (int most : new int[] {1, 2, 7, 20_000}) {
            PartReader reader = new PartReader(pieces(body.toByteArray(), random, most), "line", MAX_HEADERS);
            assertThat(reader.first()).isTrue();
            for (int i = 0; i < parts.length; i++) {
                assertThat(reader.headers()).isEqualTo(Map.of("number", "" + i));
                assertThat(content(reader)).isEqualTo(parts[i]);
                assertThat(reader.next()).isEqualTo(i < parts.length - 1);
            }
        }
    }

    /** Returns bytes with many beginnings of the delimiter, sometimes more than fit into the buffer of the reader. */
    private static byte[] likeADelimiter(Random random) {
        byte[] delimiter = "\r\n--lin".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pieces = random.nextInt(random.nextInt(10) == 0 ? 3000 : 20);
        for (int i = 0; i < pieces; i++) {
            bytes.writeBytes(Arrays.copyOf(delimiter, random.nextInt(delimiter.length + 1)));
            int next = random.nextInt(256);
            bytes.write(next == 'e' ? 'f' : next); // not the whole delimiter
        }
        return bytes.toByteArray();
    }

    @Test
    void contentPassesBeforeTheNextBytesArrive() throws IOException {
        byte[] begin = "--line\r\n\r\nabc\r\n--li".getBytes(StandardCharsets.US_ASCII);
        PartReader reader = new PartReader(
                new InputStream() {
                    private int at;

                    @Override
                    public int read() {
                        if (at == begin.length) {
                            throw new AssertionError("read waits for bytes that it does not need");
                        }
                        return begin[at++];
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        into[offset] = (byte) read();
                        return 1;
                    }
                },
                "line",
                MAX_HEADERS);
        assertThat(reader.first()).isTrue();
        assertThat(reader.headers()).isEmpty();
        byte[] buffer = new byte[1];
        for (char expected : "abc".toCharArray()) {
            assertThat(reader.read(buffer, 0, 1)).isEqualTo(1);
            assertThat((char) buffer[0]).isEqualTo(expected);
        }
    }

    @Test
    void aPreambleAndWhiteSpaceAfterABoundaryAreIgnored() throws IOException {
        PartReader reader = reader("for old clients\r\n--line \t\r\na: 1\r\n\r\nx\r\n--line--");
        assertThat(reader.first()).isTrue();
        assertThat(reader.headers()).isEqualTo(Map.of("a", "1"));
        assertThat(content(reader)).isEqualTo(new byte[] {'x'});
        assertThat(reader.next()).isFalse();
    }

    @Test
    void foldedHeadersAreJoined() throws IOException {
        PartReader reader = reader("--line\r\nA: 1;\r\n\tb=2\r\nnothing\r\nC:3\r\n\r\n\r\n--line--");
        assertThat(reader.first()).isTrue();
        assertThat(reader.headers()).isEqualTo(Map.of("a", "1; b=2", "c", "3"));
    }

    @Test
    void anEmptyBodyHasNoParts() throws IOException {
        assertThat(reader("").first()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "--li",
                "--lineX\r\n\r\n",
                "--line\r\na: 1",
                "--line\r\na: 1\rb",
                "--line\r\n\r\nno end",
                "--line\r\n\r\nno end\r\n--lin"
            })
    void malformedBodiesAreRefused(String body) {
        assertThatThrownBy(() -> {
                    PartReader reader = reader(body);
                    reader.first();
                    reader.headers();
                    content(reader);
                })
                .isInstanceOf(PartReader.MalformedBodyException.class);
    }

    @Test
    void tooLargeHeadersAreRefused() {
        for (String headers : new String[] {"a: " + "b".repeat(MAX_HEADERS), "a: 123456\r\n".repeat(12)}) {
            assertThatThrownBy(() -> {
                        PartReader reader = reader("--line\r\n" + headers + "\r\n\r\n");
                        reader.first();
                        reader.headers();
                    })
                    .hasMessage("the headers of a part have more than 100 bytes");
        }
    }
}
