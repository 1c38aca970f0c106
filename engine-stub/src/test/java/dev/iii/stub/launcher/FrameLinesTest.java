package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.nio.charset.StandardCharsets;
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

    /** A mistake in the settings would print the log of all libraries, at level DEBUG. */
    @Test
    void theLogSettingsOfTheProgramAreValid() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Main.class.getResource("console-log.xml"));
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getLevel() >= Status.WARN)
                .isEmpty();
        assertThat(context.getLogger("dev.iii.stub").getEffectiveLevel()).isEqualTo(Level.INFO);
        Logger frames = context.getLogger("dev.iii.stub.net.FrameLog");
        LoggingEvent event = new LoggingEvent("", frames, Level.TRACE, "engine → shop  ping", null, null);
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) frames.getAppender("frames");
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        assertThat(line)
                .contains("engine → shop  ping")
                .endsWith(System.lineSeparator())
                .doesNotContain("%");
        context.stop();
    }
}
