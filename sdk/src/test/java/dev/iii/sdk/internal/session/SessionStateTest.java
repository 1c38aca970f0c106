package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionStateTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");

    @Test
    void theDiagramInTheDocumentationShowsTheTable() throws Exception {
        String document = Files.readString(DOCUMENT);
        String drawn = document.substring(
                document.indexOf("<!-- states -->") + "<!-- states -->".length(), document.indexOf("<!-- /states -->"));
        assertThat(drawn.strip()).isEqualTo(diagram());
    }

    @Test
    void everyStateCanBeFollowedByClosed() {
        for (SessionState state : SessionState.values()) {
            if (state != SessionState.CLOSED) {
                assertThat(state.next()).as("after " + state).contains(SessionState.CLOSED);
            }
        }
        assertThat(SessionState.CLOSED.next()).isEmpty();
    }

    private static String diagram() {
        List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2", "    [*] --> IDLE"));
        for (SessionState from : SessionState.values()) {
            for (SessionState to : SessionState.values()) {
                if (from.next().contains(to)) {
                    lines.add("    " + from + " --> " + to);
                }
            }
        }
        lines.add("    CLOSED --> [*]");
        lines.add("```");
        return String.join("\n", lines);
    }
}
