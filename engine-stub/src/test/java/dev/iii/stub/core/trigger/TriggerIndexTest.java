package dev.iii.stub.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerIndexTest {

    private final TriggerIndex<String, String> index = new TriggerIndex<>();

    @Test
    void entriesOfAKeyKeepTheirOrder() {
        index.put("t1", "red", "first");
        index.put("t2", "blue", "second");
        index.put("t3", "red", "third");
        assertThat(index.of("red")).containsExactly("first", "third");
        assertThat(index.of("green")).isEmpty();
    }

    @Test
    void aTriggerThatIsRegisteredAgainHasOneEntry() {
        index.put("t1", "red", "old");
        index.put("t1", "blue", "new");
        assertThat(index.of("red")).isEmpty();
        assertThat(index.of("blue")).containsExactly("new");
    }

    @Test
    void aRemovedEntryReturnsItsKey() {
        index.put("t1", "red", "first");
        index.put("t2", "red", "second");
        assertThat(index.remove("t1")).isEqualTo("red");
        assertThat(index.remove("t1")).isNull();
        List<String> left = new ArrayList<>();
        index.forEach(left::add);
        assertThat(left).isEqualTo(index.of("red")).containsExactly("second");
    }
}
