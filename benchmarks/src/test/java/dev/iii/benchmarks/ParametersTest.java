package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private final Parameters parameters = new Parameters()
            .positional("URL", "ws://localhost", "worker port")
            .positional("N", "10", "number of calls")
            .option("--windows", "LIST", "1,8", "calls in flight")
            .flag("--blocking", "use threads");

    private Arguments parse(String... commandLine) {
        return parameters.parse(List.of(commandLine));
    }

    @Test
    void defaultsApplyToWhatIsNotGiven() {
        Arguments arguments = parse();
        assertThat(arguments.text("URL")).isEqualTo("ws://localhost");
        assertThat(arguments.number("N", 1)).isEqualTo(10);
        assertThat(arguments.numbers("--windows", 1)).containsExactly(1, 8);
        assertThat(arguments.has("--blocking")).isFalse();
    }

    @Test
    void optionsMayBeAnywhere() {
        Arguments arguments = parse("--blocking", "ws://other", "--windows", "3", "20");
        assertThat(arguments.text("URL")).isEqualTo("ws://other");
        assertThat(arguments.number("N", 1)).isEqualTo(20);
        assertThat(arguments.numbers("--windows", 1)).containsExactly(3);
        assertThat(arguments.has("--blocking")).isTrue();
    }

    @Test
    void anOptionAndItsValueMayBeOneWord() {
        assertThat(parse("--windows=5, 6").numbers("--windows", 1)).containsExactly(5, 6);
        assertThat(parse("--windows=").texts("--windows")).isEmpty();
    }

    @Test
    void aMistakeOnTheCommandLineIsNamed() {
        assertThatThrownBy(() -> parse("--window", "5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option '--window'");
        assertThatThrownBy(() -> parse("--windows"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value of option --windows is missing");
        assertThatThrownBy(() -> parse("--blocking=yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option --blocking has no value");
        assertThatThrownBy(() -> parse("ws://other", "1", "2", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too many arguments: [2, 3]");
    }

    @Test
    void aNumberThatIsNoneOrTooSmallIsRejected() {
        assertThatThrownBy(() -> parse("ws://other", "many").number("N", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("N is 'many'; it must be an integer of at least 1");
        assertThatThrownBy(() -> parse("ws://other", "0").number("N", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("N is '0'; it must be an integer of at least 1");
        assertThatThrownBy(() -> parse("--windows", "1,x").numbers("--windows", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--windows is 'x'; it must be an integer of at least 1");
        assertThatThrownBy(() -> parse("--windows", ",").numbers("--windows", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--windows has no value");
    }

    @Test
    void theDescriptionNamesEveryParameterAndItsDefault() {
        assertThat(parameters.synopsis()).isEqualTo(" [URL] [N] [--windows LIST] [--blocking]");
        assertThat(parameters.describe())
                .contains("--windows LIST  calls in flight; default: 1,8\n")
                .contains("--blocking      use threads\n");
    }

    @Test
    void theDefaultsOfEveryBenchmarkCanBeRead() {
        assertThat(Main.benchmarks()).allSatisfy((name, benchmark) -> {
            Arguments arguments = benchmark.parameters().parse(List.of());
            assertThat(arguments.text("URL")).isEqualTo(Benchmark.DEFAULT_URL);
            assertThat(benchmark.summary()).doesNotEndWith(".");
        });
    }
}
