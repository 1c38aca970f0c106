package dev.iii.stub.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that baggage is parsed and written again as by the real engine. */
class BaggageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "-|-",
                "k=v|k=v",
                "k=v,k=w|k=w",
                "k=a%20b|k=a%20b",
                "k=%2541|k=%41",
                "k=%41|k=A",
                "k=%zz|k=%zz",
                "k=100%|k=100%",
                "k=a;p=1;q|k=a;p=1;q",
                "k= a ; p = %2C ;q|k=a;p = ,;q",
                "k=a;p=%ff;q|k=a;q",
                "bad|-",
                "bad,k=v|k=v",
                "=v|-",
                "k=|k=",
                "k=a=b|k=a",
                "k%20x=v|-",
                "a(b=v|-",
                "k=%ff,j=1|j=1",
                "%6b=v|k=v",
                "k=ü|k=%C3%BC",
                "` k = v `|k=v",
                "k=v,,|k=v",
                "k=\"x\"|k=%22x%22",
                "k=%00|k=%00",
            })
    void membersAreDecodedOnceAndWrittenAgain(String received, String sent) {
        assertThat(Baggage.parse(received).text()).isEqualTo(sent);
    }

    @Test
    void limitsApplyToEachMember() {
        String members = IntStream.range(0, 70).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
        assertThat(String.valueOf(Baggage.parse(members).withFunction("f").text())
                        .split(","))
                .hasSize(64)
                .endsWith("k63=v");
        assertThat(Baggage.parse("a=" + "x".repeat(9000) + ",b=1").text()).isEqualTo("b=1");
        assertThat(Baggage.parse("a=1,a=" + "x".repeat(9000)).text()).isEqualTo("a=1");
    }

    @Test
    void equalMembersAreEqualBaggage() {
        assertThat(Baggage.parse("a=1,b=2"))
                .isEqualTo(Baggage.parse("b=2,a=%31"))
                .hasSameHashCodeAs(Baggage.parse("b=2,a=1"))
                .isNotEqualTo(Baggage.parse("a=1"))
                .hasToString("a=1,b=2");
    }
}
