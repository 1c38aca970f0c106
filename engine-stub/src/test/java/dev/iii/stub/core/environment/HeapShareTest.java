package dev.iii.stub.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapShareTest {

    @Test
    void theSmallerLimitCounts() {
        assertThat(HeapShare.limit(256, 4, 128)).isEqualTo(32);
        assertThat(HeapShare.limit(256, 4, 4096)).isEqualTo(256);
        assertThat(HeapShare.limit(Long.MAX_VALUE, 1))
                .isEqualTo(Runtime.getRuntime().maxMemory());
    }
}
