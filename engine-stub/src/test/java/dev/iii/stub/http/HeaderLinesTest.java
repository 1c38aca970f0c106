package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.http.HeaderLines.SentHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the header fields that the HTTP parser gets instead of those that were sent. */
class HeaderLinesTest {

    private final HeaderLines lines = new HeaderLines();

    /** Returns the bytes that the parser receives if bytes arrive in these pieces. */
    private String seen(String... pieces) {
        lines.begin();
        StringBuilder seen = new StringBuilder();
        String held = "";
        for (String piece : pieces) {
            ByteBuffer bytes = ByteBuffer.wrap((held + piece).getBytes(StandardCharsets.ISO_8859_1));
            int open = lines.mend(bytes, 0, bytes.limit());
            String mended = new String(bytes.array(), StandardCharsets.ISO_8859_1);
            held = mended.substring(mended.length() - open);
            seen.append(mended, 0, mended.length() - open);
        }
        assertThat(held).isEmpty();
        return seen.toString();
    }

    private String seenInPieces(String all) {
        return seen(all.split("(?<=.)", -1));
    }

    @Test
    void otherFieldsAreUnchanged() {
        String head = "accept: */*\r\nx-upgrade: 1\r\nhosts\r\n host: x\r\nexpected: 1\r\nx:\r\n\r\nupgrade: body\r\n";
        assertThat(seen(head)).isEqualTo(head);
        assertThat(lines.take()).isEqualTo(SentHead.UNCHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade: h2c, Upgrad~: h2c, upgrade",
        "UPGRADE-Insecure-Requests: 1, UPGRAD~-Insecure-Requests: 1, upgrade-insecure-requests"
    })
    void namesThatBeginWithUpgradeAreHidden(String sent, String mended, String name) {
        for (String seen : new String[] {seen(sent + "\r\n\r\n"), seenInPieces(sent + "\r\n\r\n")}) {
            assertThat(seen).isEqualTo(mended + "\r\n\r\n");
        }
        assertThat(HeaderLines.sentName(mended.substring(0, mended.indexOf(':')).toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"localhost:, localhost:", "' a b\t', a b", "' ', ''", "%zz, %zz"})
    void theValueOfTheHostIsHidden(String sent, String host) {
        String head = "x: 1\r\nHOST:" + sent + "\r\ny: 2\r\n\r\n";
        String expected = "x: 1\r\nHOST:" + "h".repeat(sent.length()) + "\r\ny: 2\r\n\r\n";
        assertThat(seen(head)).isEqualTo(expected);
        assertThat(lines.take()).isEqualTo(new SentHead(host, false, null));
        assertThat(seenInPieces(head)).isEqualTo(expected);
        assertThat(lines.take()).isEqualTo(new SentHead(host, false, null));
    }

    @Test
    void aSecondHostIsNotSeenByTheParserButKnown() {
        assertThat(seen("host: a\r\nHost: b\r\nHost-Id: c\r\n\r\n"))
                .isEqualTo("host:hh\r\nHos~: b\r\nHos~-Id: c\r\n\r\n");
        assertThat(lines.take()).isEqualTo(new SentHead("a", true, null));
        assertThat(HeaderLines.sentName("hos~-id")).isEqualTo("host-id");
        assertThat(seen("host: a\r\nHost-Id: c\r\n\r\n")).isEqualTo("host:hh\r\nHos~-Id: c\r\n\r\n");
        assertThat(lines.take()).isEqualTo(new SentHead("a", false, null));
    }

    @ParameterizedTest
    @CsvSource({"100-continue, ", "'  100-CONTINUE ', ", "200-ok, 200-ok", "'100-continue, x', '100-continue, x'"})
    void onlyTheExpectationThatTheParserKnowsIsSeen(String sent, String replaced) {
        String head = "Expect:" + sent + "\r\n\r\n";
        String expected = "Expect:" + (replaced == null ? sent : " ".repeat(sent.length())) + "\r\n\r\n";
        assertThat(seen(head)).isEqualTo(expected);
        assertThat(lines.take().expect()).isEqualTo(replaced);
        assertThat(seenInPieces(head)).isEqualTo(expected);
        assertThat(lines.take().expect()).isEqualTo(replaced);
    }

    @Test
    void longValuesAreNotKept() {
        seen("host: " + "a".repeat(100_000) + "\r\n\r\n");
        assertThat(lines.take().host()).hasSizeLessThan(2000);
        assertThat(seenInPieces("expect: " + "a".repeat(5000) + "\r\n\r\n"))
                .hasSize(5000 + "expect: \r\n\r\n".length());
    }
}
