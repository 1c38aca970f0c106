package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.core.call.Baggage;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests ids, baggage and the limiter of log lines. */
class SmallPartsTest {

    @Test
    void idsLookLikeRandomUuidsAndNeverComeTwice() {
        RandomIds ids = new RandomIds();
        Set<UUID> seen = new HashSet<>();
        Set<Long> halves = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            UUID id = ids.next();
            assertThat(seen.add(id)).isTrue();
            halves.add(id.getLeastSignificantBits());
            if (i < 1000) {
                assertThat(id.version()).isEqualTo(4);
                assertThat(id.variant()).isEqualTo(2);
            }
        }
        assertThat(halves).hasSize(200_000);
    }

    @Test
    void idsOfTwoEnginesDiffer() {
        assertThat(new RandomIds().next()).isNotEqualTo(new RandomIds().next());
        assertThat(new RandomIds(7).next()).isEqualTo(new RandomIds(7).next());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|svc::f|iii.function.id=svc::f",
                "' '|f|iii.function.id=f",
                "k=v|f|k=v,iii.function.id=f",
                "iii.function.id=old,k=v;p=1|f|k=v,iii.function.id=f",
                "k=v|a b,c|k=v,iii.function.id=a%20b%2Cc",
                "-|ü|iii.function.id=%C3%BC",
            })
    void baggageNamesTheFunction(String baggage, String function, String expected) {
        assertThat(Baggage.parse(baggage).withFunction(function).text()).isEqualTo(expected);
    }

    @Test
    void limitOfLogLinesStartsAgainInEachPeriod() {
        ManualClock clock = new ManualClock();
        LogLimiter limiter = new LogLimiter(clock::nanoTime, 2, Duration.ofSeconds(1));
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            limiter.log(notes::add);
        }
        clock.advance(Duration.ofSeconds(1));
        limiter.log(notes::add);
        limiter.log(notes::add);
        assertThat(notes).containsExactly("", "", " (3 more like it were not logged)", "");
    }
}
