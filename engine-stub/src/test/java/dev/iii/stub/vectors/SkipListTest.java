package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkipListTest {

    private final SkipList list = SkipList.parse(List.of("# why", "", "cron-*   needs cron", " ping-pong\tno pong "));

    @Test
    void namesAndPrefixesGiveTheirReason() {
        assertThat(list.reason("cron-fires")).contains("needs cron");
        assertThat(list.reason("ping-pong")).contains("no pong");
        assertThat(list.reason("ping-pong-2")).isEmpty();
    }

    @Test
    void entriesThatFitNothingAreFound() {
        assertThat(list.unused(List.of("ping-pong"))).containsExactly("cron-*");
    }

    @Test
    void anEntryNeedsAReason() {
        assertThatThrownBy(() -> SkipList.parse(List.of("a why", "cron-fires")))
                .hasMessage("skipped.txt line 2: say why cron-fires is skipped, behind its name");
    }

    @Test
    void eachEntryOfTheStubsListFitsAScenario() {
        List<String> names = Arrays.stream(VectorFolder.values())
                .flatMap(folder -> folder.scenarios().stream())
                .map(Scenario::name)
                .toList();

        assertThat(VectorFolder.skipped().unused(names)).isEmpty();
    }
}
