package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the form of numbers. The expected texts were observed on the real engine. */
class CanonicalNumbersTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String canonical(String json) {
        return new String(CanonicalNumbers.of(bytes(json)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "1.10,1.1",
        "1.50,1.5",
        "-0,-0.0",
        "0e5,0.0",
        "1e2,100.0",
        "1E2,100.0",
        "1e+2,100.0",
        "1e15,1000000000000000.0",
        "1e16,1e+16",
        "1.5e300,1.5e+300",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "18446744073709551616,1.8446744073709552e+19",
        "-9223372036854775809,-9.223372036854776e+18",
        "100000000000000000000,1e+20",
        "12345678901234567890123,1.2345678901234568e+22",
        "1e-400,0.0",
        "1e-5,0.00001",
        "0.000001,1e-6",
        "1e-6,1e-6",
        "123.456e3,123456.0",
        "3.14159265358979323846,3.141592653589793",
        "1.0e0,1.0",
        "0.1e1,1.0",
        "12345678901234567.0,1.2345678901234566e+16",
        "9007199254740993.0,9007199254740994.0",
        "1.0E10,10000000000.0",
        "0.0e400,0.0",
        "-0e99999999999,-0.0",
        "1e-99999999999,0.0",
        "1e0000001,10.0",
    })
    void otherNumbersAreRewritten(String received, String sent) {
        assertThat(canonical(received)).isEqualTo(sent);
        assertThat(canonical("{\"a\":[" + received + ", 1 ," + received + "],\"b\":\"1.10\"}"))
                .isEqualTo("{\"a\":[" + sent + ", 1 ," + sent + "],\"b\":\"1.10\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-5",
                "1.0",
                "0.0",
                "-0.0",
                "10.0",
                "0.1",
                "4.35",
                "0.00001",
                "2.5e-8",
                "5e-324",
                "1e-310",
                "1e+21",
                "100000000.5",
                "123456789.12345678",
                "0.30000000000000004",
                "123456789012345678",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615",
                "-9223372036854775808",
                "1000000000000000.0",
                "{\"a\\\"\":\"1.10 \\\\\",\"long string with eight bytes and more\":[true,null,\"1e5\\\\\"]}",
            })
    void canonicalJsonIsNotCopied(String json) {
        byte[] received = bytes(json);
        assertThat(CanonicalNumbers.of(received)).isSameAs(received);
        RawJson value = RawJson.wrap(received);
        assertThat(CanonicalNumbers.of(value)).isSameAs(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "1e400", "-1e400", "1.7976931348623159e308", "1e99999999999"})
    void numberBeyondTheDoublesIsRefused(String number) {
        assertThatExceptionOfType(CanonicalNumbers.OutOfRangeException.class)
                .isThrownBy(() -> CanonicalNumbers.of(bytes("[1," + number + "]")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalNumbers.parse(bytes(number), 5))
                .withMessage("not a JSON value: a number is out of range");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00", "1.", "-", "1-2", "+1", ".5", "1e", "01.10", "\"1.10", "\"\\", "[\"", "1.1.10", "--1"})
    void malformedJsonStaysAsItIs(String json) {
        assertThat(canonical(json)).isEqualTo(json);
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalNumbers.parse(bytes(json), 5));
    }

    @Test
    void partOfAnArrayIsRewrittenAlone() {
        RawJson part = RawJson.wrap(bytes("1.10,[2.20,\"x\"],3.30"), 5, 10);
        assertThat(CanonicalNumbers.of(part).text()).isEqualTo("[2.2,\"x\"]");
    }

    @Test
    void canonicalFormOfADoubleIsStableAndShort() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            String once = canonical(Double.toString(value));
            double read = Double.parseDouble(once);
            assertThat(Math.abs(read - value)).isLessThanOrEqualTo(4 * Math.ulp(value));
            assertThat(once.length()).isLessThanOrEqualTo(24);
        }
    }

    @Test
    void decimalsOfMoneyKeepTheirValue() {
        for (int cents = 0; cents < 100_000; cents++) {
            String text = cents / 100 + "." + cents % 100 / 10 + cents % 10;
            String expected = text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
            assertThat(canonical(text)).isEqualTo(expected);
        }
    }
}
