package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimiterTest {

    @Test
    void linesBeyondTheLimitOfAPeriodAreCountedInTheNextLine() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500_000_000L);
        LogLimiter limiter = new LogLimiter(now::get, 2, Duration.ofSeconds(1));
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            limiter.log(notes::add);
        }
        now.addAndGet(999_999_999);
        limiter.log(notes::add);
        now.addAndGet(1);
        limiter.log(notes::add);
        limiter.log(notes::add);
        limiter.log(notes::add);

        assertThat(notes).containsExactly("", "", " (4 more like it were not logged)", "");
    }
}
