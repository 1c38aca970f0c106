package dev.iii.sdk.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Halves are found wherever they stand, as escapes and as bytes, and whole pairs and other text are let be. */
class SurrogatesTest {

    private static final char[] UNITS = {
        'a', '7', '"', '\\', 'é', '\uD7FF', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uE000'
    };

    private final SplittableRandom random = new SplittableRandom(20261125);

    /** As a writer of JSON may put it: escaped or not, one half as three bytes. */
    private void write(String text, int at, boolean escaped, ByteArrayOutputStream out) {
        char unit = text.charAt(at);
        if (unit == '"' || unit == '\\') {
            out.writeBytes(new byte[] {'\\', (byte) unit});
        } else if (escaped) {
            out.writeBytes("\\u%04x".formatted((int) unit).getBytes(StandardCharsets.US_ASCII));
        } else if (Character.isSurrogate(unit)) {
            out.writeBytes(new byte[] {
                (byte) (0xE0 | unit >> 12), (byte) (0x80 | (unit >> 6 & 0x3F)), (byte) (0x80 | (unit & 0x3F))
            });
        } else {
            out.writeBytes(String.valueOf(unit).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean pairAt(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    @Test
    void everyHalfIsFoundAndNothingElse() {
        int halves = 0;
        for (int run = 0; run < 50_000; run++) {
            StringBuilder text = new StringBuilder("x".repeat(random.nextInt(20)));
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(UNITS[random.nextInt(UNITS.length)]);
            }
            text.append("y".repeat(random.nextInt(20)));
            boolean whole = true;
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            json.write('"');
            for (int i = 0; i < text.length(); i++) {
                String all = text.toString();
                boolean escaped = random.nextBoolean();
                if (pairAt(all, i) && escaped) {
                    write(all, i++, true, json);
                    write(all, i, true, json);
                } else if (pairAt(all, i)) {
                    json.writeBytes(all.substring(i, ++i + 1).getBytes(StandardCharsets.UTF_8));
                } else {
                    whole &= !Character.isSurrogate(all.charAt(i));
                    write(all, i, escaped, json);
                }
            }
            json.write('"');
            halves += whole ? 0 : 1;
            assertThat(Surrogates.arePaired(RawJson.wrap(json.toByteArray())))
                    .as(json.toString(StandardCharsets.ISO_8859_1))
                    .isEqualTo(whole);
        }
        assertThat(halves).isBetween(10_000, 40_000);
    }
}
