package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    void stepsKeepTheLineThatTheyStandIn() {
        Scenario scenario =
                Scenario.parse("s", List.of("{\"scenario\":\"s\",\"shows\":\"x\"}", "", "{\"note\":\"n\"}"));

        assertThat(scenario.title()).isEqualTo("s: x");
        assertThat(scenario.steps()).extracting(Scenario.Step::line).containsExactly(1, 3);
    }

    @Test
    void aLineThatIsNoObjectIsNamed() {
        assertThatThrownBy(() -> Scenario.parse("s", List.of("{\"scenario\":\"s\"}", "[1]")))
                .hasMessage("s line 2: not a JSON object");
        assertThatThrownBy(() -> Scenario.parse("s", List.of("{\"note\":\"s\"}")))
                .hasMessageStartingWith("s: the first line must be the header");
    }

    @Test
    void portsAreThoseOfTheHeaderAndHttpWhenItIsAsked() {
        String header = "{\"scenario\":\"s\",\"requires\":[\"rbac\"]}";

        assertThat(Scenario.parse("s", List.of(header)).ports()).containsExactlyInAnyOrder("ws", "rbac");
        assertThat(Scenario.parse("s", List.of(header, "{\"http\":\"h\",\"request\":{\"path\":\"/\"}}"))
                        .ports())
                .containsExactlyInAnyOrder("ws", "rbac", "http");
        assertThat(Scenario.parse("s", List.of(header, "{\"http\":\"h\",\"request\":{\"base\":\"${s_url}\"}}"))
                        .ports())
                .containsExactlyInAnyOrder("ws", "rbac");
    }

    @Test
    void allRecordingsCanBeRead() {
        assertThat(VectorFolder.MAIN.scenarios())
                .hasSize(204)
                .allSatisfy(scenario -> assertThat(scenario.shows()).isNotBlank());
        assertThat(VectorFolder.EXTRA.scenarios())
                .hasSize(7)
                .allSatisfy(scenario -> assertThat(scenario.name()).startsWith("extra/"));
    }
}
