package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Locale;

/**
 * Calls the function for lines of the log (engine behaviour, section 18), with a {@link LogRecord}. A level is compared
 * exactly: {@code WARN} does not fire for errors. A function that logs by itself can call itself without end this way.
 * Immutable.
 */
public final class LogTrigger extends BuiltIn<LogTrigger> {

    private LogTrigger(Parts parts) {
        super("log", parts);
    }

    @Override
    LogTrigger copy(Parts changed) {
        return new LogTrigger(changed);
    }

    /** The levels of a log. */
    public enum Level {
        /** Everything that happens. */
        TRACE,
        /** For who looks for a mistake. */
        DEBUG,
        /** What is worth knowing. */
        INFO,
        /** Something is odd. */
        WARN,
        /** Something has failed. */
        ERROR
    }

    /** Lines of all levels. */
    public static LogTrigger all() {
        return new LogTrigger(Parts.NONE.with("level", "all"));
    }

    /** Lines of exactly this level. */
    public static LogTrigger level(Level level) {
        return new LogTrigger(Parts.NONE.with(
                "level", Arguments.notNull(level, "level").name().toLowerCase(Locale.ROOT)));
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public LogTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
