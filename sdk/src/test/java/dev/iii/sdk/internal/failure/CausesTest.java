package dev.iii.sdk.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static final class OwnCause extends CompletionException {

        private static final long serialVersionUID = 1;

        OwnCause() {
            super("its own cause");
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    private static final class Open extends CompletionException {

        private static final long serialVersionUID = 1;

        Open(String message) {
            super(message);
        }
    }

    private static Throwable rootInTime(Throwable failure) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Causes.root(failure));
    }

    @Test
    void wrappersAreRemoved() {
        Throwable reason = new IllegalStateException("reason");
        assertThat(Causes.root(new CompletionException(new ExecutionException(reason))))
                .isSameAs(reason);
        assertThat(Causes.root(reason)).isSameAs(reason);
        Throwable alone = new Open("no cause");
        assertThat(Causes.root(alone)).isSameAs(alone);
    }

    @Test
    void aCycleOfCausesEnds() {
        Throwable own = new OwnCause();
        assertThat(rootInTime(own)).isSameAs(own);
        Throwable first = new Open("first");
        Throwable second = new Open("second");
        first.initCause(second);
        second.initCause(first);
        assertThat(rootInTime(first)).isIn(first, second);
    }
}
