package dev.iii.stub.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;

/** The colours of the lines of {@code --trace}: one for each direction, and red for errors. None without a terminal. */
public final class FrameLines extends CompositeConverter<ILoggingEvent> {

    private static final String LOGGER = "dev.iii.stub.net.FrameLog";
    private static final String FROM_WORKER = "\u001B[36m";
    private static final String TO_WORKER = "\u001B[32m";
    private static final String ERROR = "\u001B[31m";
    private static final String RESET = "\u001B[0m";

    private final boolean coloured = Ansi.AUTO.enabled();

    /** Prints the frames from now on. Has no effect if the log is not written by Logback. */
    static void print() {
        if (LoggerFactory.getLogger(LOGGER) instanceof Logger logger) {
            System.setProperty("iii.stub.trace", "true");
            logger.setLevel(Level.TRACE);
        }
    }

    @Override
    protected String transform(ILoggingEvent event, String line) {
        return coloured ? colour(line) + line + RESET : line;
    }

    static String colour(String line) {
        if (line.contains("  error ") || line.contains(" is refused: ")) {
            return ERROR;
        }
        return line.startsWith("engine → ") ? TO_WORKER : FROM_WORKER;
    }
}
