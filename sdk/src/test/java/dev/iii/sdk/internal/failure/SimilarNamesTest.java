package dev.iii.sdk.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Misspelt names, and the names that were meant. */
class SimilarNamesTest {

    private static final List<String> KNOWN = List.of("http", "cron", "state", "stream", "subscribe", "state::get");

    @ParameterizedTest
    @CsvSource({
        "htpp, http",
        "htp, http",
        "HTTP, ",
        "corn, cron",
        "sate, state",
        "steram, stream",
        "subscirbe, subscribe",
        "state::gett, state::get",
        "stat::egt, state::get",
        "x, ",
        "ht, ",
        "shop::sell, "
    })
    void areFoundByTheNumberOfChanges(String name, String meant) {
        assertThat(SimilarNames.of(name, KNOWN)).isEqualTo(meant);
    }
}
