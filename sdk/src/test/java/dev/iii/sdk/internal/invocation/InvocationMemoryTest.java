package dev.iii.sdk.internal.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvocationMemoryTest {

    private final InvocationMemory memory = new InvocationMemory(100);
    private final InvocationMemory.Account slow = memory.account();
    private final InvocationMemory.Account other = memory.account();

    @Test
    void aFunctionMayUseAsMuchAsItLeavesFree() {
        assertThat(slow.tryAdd(30)).isTrue();
        assertThat(slow.tryAdd(20)).isTrue();
        assertThat(slow.tryAdd(1)).isFalse();
        assertThat(other.tryAdd(25)).isTrue();
        assertThat(other.tryAdd(1)).isFalse();
    }

    @Test
    void whatIsRemovedIsFreeAgain() {
        assertThat(slow.tryAdd(50)).isTrue();
        assertThat(slow.tryAdd(50)).isFalse();
        slow.remove(50);
        assertThat(slow.tryAdd(50)).isTrue();
    }

    @Test
    void aSingleCallAlwaysFits() {
        assertThat(slow.tryAdd(1000)).isTrue();
        assertThat(slow.tryAdd(1)).isFalse();
        assertThat(other.tryAdd(1)).isFalse();
        slow.remove(1000);
        assertThat(other.tryAdd(1)).isTrue();
    }
}
