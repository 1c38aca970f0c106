package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the handling of targets with invalid escapes before they reach the HTTP parser. */
class RequestLineTest {

    private final RequestLine line = new RequestLine();

    /** Returns the bytes that the parser receives if bytes arrive in these pieces. */
    private String seen(String... pieces) {
        StringBuilder seen = new StringBuilder();
        String held = "";
        for (String piece : pieces) {
            ByteBuffer bytes = ByteBuffer.wrap((held + piece).getBytes(StandardCharsets.ISO_8859_1));
            int open = line.mend(bytes, 0, bytes.limit());
            String mended = new String(bytes.array(), StandardCharsets.ISO_8859_1);
            held = mended.substring(mended.length() - open);
            seen.append(mended, 0, mended.length() - open);
        }
        assertThat(held).isEmpty();
        return seen.toString();
    }

    @Test
    void wellFormedRequestLinesAreUnchanged() {
        String head = "GET /a%20b/%C3%A9?x=%2F HTTP/1.1\r\nx: %zz\r\n\r\n";
        assertThat(seen(head)).isEqualTo(head);
        assertThat(line.takeTarget()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/%zz, /a/_zz",
        "/a/%, /a/_",
        "/a/%4, /a/_4",
        "/a/%4g, /a/_4g",
        "/a/%%41, /a/_%41",
        "/a/%00, /a/_00",
        "/a/%u00e9, /a/_u00e9",
        "/a?q=%zz&r=%41, /a?q=_zz&r=%41"
    })
    void invalidEscapesAreReplacedAndTheTargetIsKept(String sent, String mended) {
        assertThat(seen("GET " + sent + " HTTP/1.1\r\n\r\n")).isEqualTo("GET " + mended + " HTTP/1.1\r\n\r\n");
        assertThat(line.takeTarget()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "/a?q={\"b\":1}, /a?q={?b?:1}",
                "/a<b>`?q=<`>, /a?b???q=?`?",
                "/a\"{b}|?q=|{}\\^[]?, /a\"{b}|?q=|{}\\^[]?",
                "/a?q=1#<\"`>?, /a?q=1#<\"`>?",
                "/a#<\"`>?, /a#<\"`>?",
            })
    void charactersThatTheRealEngineRejectsBecomeControlCharacters(String sent, String expected) {
        StringBuilder mended = new StringBuilder(expected);
        for (int i = 0; i < sent.length(); i++) {
            if (sent.charAt(i) != expected.charAt(i)) {
                mended.setCharAt(i, '\u0001');
            }
        }
        assertThat(seen("GET " + sent + " HTTP/1.1\r\n\r\n")).isEqualTo("GET " + mended + " HTTP/1.1\r\n\r\n");
    }

    @Test
    void anEscapeMayArriveInPieces() {
        assertThat(seen("GE", "T /a/%", "z", "z/%4", "1/%", "4", "2 HTTP/1.1\r\n\r\n"))
                .isEqualTo("GET /a/_zz/%41/%42 HTTP/1.1\r\n\r\n");
        assertThat(line.takeTarget()).isEqualTo("/a/%zz/%41/%42");
    }

    @Test
    void bodiesAreUnchanged() {
        seen("POST /a/%zz HTTP/1.1\r\ncontent-length: 9\r\n\r\n");
        line.takeTarget();
        assertThat(seen("GET /%zz ")).isEqualTo("GET /%zz ");
        line.expect();
        assertThat(seen("GET /%yy HTTP/1.1\r\n\r\n")).isEqualTo("GET /_yy HTTP/1.1\r\n\r\n");
        assertThat(line.takeTarget()).isEqualTo("/%yy");
    }

    @Test
    void otherBytesThanARequestLineAreUnchanged() {
        assertThat(seen("{\"a\":\"/%zz \"}")).isEqualTo("{\"a\":\"/%zz \"}");
        assertThat(line.takeTarget()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/a/%zz?q=1#f, /a/%zz, q=1",
                "/a/%zz, /a/%zz, -",
                "http://host:1/a/%zz?q, /a/%zz, q",
                "http://host, /, -"
            })
    void targetsAreParsed(String sent, String path, String query) {
        assertThat(RequestTarget.parse(sent)).isEqualTo(new RequestTarget(RequestTarget.Form.PATH, path, query));
    }
}
