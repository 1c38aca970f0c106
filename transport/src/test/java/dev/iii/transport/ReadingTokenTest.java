package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingTokenTest {

    private final ReadingToken token = new ReadingToken();

    @Test
    void theHolderKeepsTheTokenIfUserCodeReturns() {
        assertThat(token.section()).isZero();
        long first = token.enter();
        assertThat(token.section()).isEqualTo(first).isNotZero();
        assertThat(token.leave(first)).isTrue();
        assertThat(token.section()).isZero();
        assertThat(token.enter()).isNotEqualTo(first);
    }

    @Test
    void aThreadWhoseTokenWasTakenHoldsNothing() {
        long section = token.enter();
        assertThat(token.take(section)).isTrue();
        assertThat(token.section()).isZero();
        assertThat(token.leave(section)).isFalse();
    }

    @Test
    void aTokenIsTakenOnce() {
        long section = token.enter();
        assertThat(token.take(section)).isTrue();
        assertThat(token.take(section)).isFalse();
    }

    @Test
    void aSectionThatHasEndedCannotBeTaken() {
        long section = token.enter();
        assertThat(token.leave(section)).isTrue();
        assertThat(token.take(section)).isFalse();
    }

    @Test
    void theNextSectionIsNotTakenInstead() {
        long first = token.enter();
        token.leave(first);
        long second = token.enter();
        assertThat(token.take(first)).isFalse();
        assertThat(token.leave(second)).isTrue();
    }

    @Test
    void aLateThreadDoesNotEndTheSectionOfTheNextHolder() {
        long first = token.enter();
        token.take(first);
        long second = token.enter();
        assertThat(token.leave(first)).isFalse();
        assertThat(token.section()).isEqualTo(second);
    }
}
