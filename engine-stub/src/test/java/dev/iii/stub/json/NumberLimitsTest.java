package dev.iii.stub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.iii.protocol.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that numbers which would need much time or memory are refused before they are converted. */
class NumberLimitsTest {

    private static final String MILLION_DIGITS = "9".repeat(1_000_000);

    @Test
    void numbersWithinTheLimitsAreExact() {
        String digits = "9".repeat(NumberLimits.MAX_DIGITS);
        assertThat(NumberLimits.integer(digits)).isEqualTo(new BigInteger(digits));
        assertThat(NumberLimits.integer("-7f", 16)).isEqualTo(BigInteger.valueOf(-0x7f));
        assertThat(NumberLimits.integer(RawJson.parse("-12"))).isEqualTo(BigInteger.valueOf(-12));
        assertThat(NumberLimits.decimal("-0." + digits + "e-9")).isEqualTo(new BigDecimal("-0." + digits + "e-9"));
        assertThat(NumberLimits.decimal("1e100000")).isEqualTo(new BigDecimal("1e100000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e100001", "1e-100001", "1e2147483647", "-1E-2147483647", "0e2000000"})
    void numbersWithALargeExponentAreRefused(String number) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberLimits.decimal(number));
    }

    @Test
    void numbersWithManyDigitsAreRefused() {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> NumberLimits.decimal(MILLION_DIGITS))
                .withMessage("the number has more than 1000 digits");
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberLimits.integer(MILLION_DIGITS));
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> NumberLimits.integer(MILLION_DIGITS, 16));
        RawJson number = RawJson.parse(MILLION_DIGITS);
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberLimits.integer(number));
    }
}
