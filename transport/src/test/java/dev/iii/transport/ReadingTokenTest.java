package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingTokenTest {

    private final ReadingToken<String> token = new ReadingToken<>("first");

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
        assertThat(token.take(section, "second")).isTrue();
        assertThat(token.holder()).isEqualTo("second");
        assertThat(token.section()).isZero();
        assertThat(token.leave(section)).isFalse();
    }

    @Test
    void aTokenIsTakenOnce() {
        long section = token.enter();
        assertThat(token.take(section, "second")).isTrue();
        assertThat(token.take(section, "second")).isFalse();
    }

    @Test
    void aSectionThatHasEndedCannotBeTaken() {
        long section = token.enter();
        assertThat(token.leave(section)).isTrue();
        assertThat(token.take(section, "second")).isFalse();
    }

    @Test
    void theNextSectionIsNotTakenInstead() {
        long first = token.enter();
        token.leave(first);
        long second = token.enter();
        assertThat(token.take(first, "second")).isFalse();
        assertThat(token.leave(second)).isTrue();
    }

    @Test
    void aLateThreadDoesNotEndTheSectionOfTheNextHolder() {
        long first = token.enter();
        token.take(first, "second");
        long second = token.enter();
        assertThat(token.leave(first)).isFalse();
        assertThat(token.section()).isEqualTo(second);
    }

    @Test
    void aTokenThatIsHeldCannotBeClaimed() {
        assertThat(token.claim()).isFalse();
        token.enter();
        assertThat(token.claim()).isFalse();
    }

    @Test
    void aTokenThatWasGivenUpIsClaimedOnce() {
        long section = token.enter();
        assertThat(token.leave(section)).isTrue();
        token.free("second");
        assertThat(token.holder()).isEqualTo("second");
        assertThat(token.section()).isZero();
        assertThat(token.claim()).isTrue();
        assertThat(token.claim()).isFalse();
    }

    @Test
    void theThreadThatGaveTheTokenUpHoldsNothingAfterItsUserCode() {
        long first = token.enter();
        token.leave(first);
        token.free("second");
        assertThat(token.leave(first)).isFalse();
        token.claim();
        assertThat(token.leave(first)).isFalse();
        long second = token.enter();
        assertThat(token.leave(first)).isFalse();
        assertThat(token.take(first, "second")).isFalse();
        assertThat(token.leave(second)).isTrue();
    }
}
