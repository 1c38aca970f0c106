package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The colours of the lines of {@code --trace}. */
class FrameLinesTest {

    @Test
    void eachDirectionAndErrorsHaveTheirOwnColour() {
        assertThat(List.of(
                                FrameLines.colour("shop → engine  call 1 cmd::sell {}"),
                                FrameLines.colour("engine → shop  result 1 cmd::sell {}"),
                                FrameLines.colour("engine → shop  error 1 cmd::sell no: sold out"))
                        .stream()
                        .distinct())
                .hasSize(3);
    }
}
