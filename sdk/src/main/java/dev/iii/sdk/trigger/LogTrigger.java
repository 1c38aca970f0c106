package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Locale;

/**
 * Calls the function for log records (engine behaviour, section 18). The payload is a {@link LogEvent}. The level is
 * compared exactly: {@code WARN} does not fire for errors. If the function itself writes records that match, it causes
 * an endless loop. Immutable.
 */
public final class LogTrigger extends BuiltInTrigger<LogTrigger> {

    private LogTrigger(Settings settings) {
        super("log", settings);
    }

    @Override
    LogTrigger copy(Settings changed) {
        return new LogTrigger(changed);
    }

    /** The level of a log record. */
    public enum Level {
        /** Every step of the program. */
        TRACE,
        /** Details for debugging. */
        DEBUG,
        /** Normal events. */
        INFO,
        /** Unexpected events that are not errors. */
        WARN,
        /** Errors. */
        ERROR
    }

    /** Creates a trigger for records of all levels. */
    public static LogTrigger all() {
        return new LogTrigger(Settings.NONE.with("level", "all"));
    }

    /** Creates a trigger for records of exactly this level. */
    public static LogTrigger level(Level level) {
        return new LogTrigger(Settings.NONE.with(
                "level", Arguments.notNull(level, "level").name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public LogTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
