package dev.iii.stub.core.environment;

import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A logger that writes each message at most 100 times per minute. Peers can cause almost every line, and must not be able to
 * fill the disk. The levels {@code DEBUG} and {@code TRACE} are not limited. Thread-safe.
 *
 * <p>Messages are told apart by their constant text. Lines that one cause repeats more often have a {@link LogLimiter} with a
 * lower limit in addition.
 */
public final class BoundedLogger extends AbstractLogger {

    private static final long serialVersionUID = 1;

    private static final int LINES = 100;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** If a class logs more messages than this, their text is not constant, and all others share one limit. */
    private static final int MAX_MESSAGES = 50;

    private static final String OTHERS = "";

    private final transient Logger target;
    private final transient LongSupplier nanoTime;
    private final transient Map<String, LogLimiter> limiters = new ConcurrentHashMap<>();

    BoundedLogger(Logger target, LongSupplier nanoTime) {
        this.name = target.getName();
        this.target = target;
        this.nanoTime = nanoTime;
    }

    /** Creates a logger with the name of a class. */
    public static Logger of(Class<?> type) {
        return new BoundedLogger(LoggerFactory.getLogger(type), System::nanoTime);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        if (level == Level.DEBUG || level == Level.TRACE) {
            write(level, marker, message, arguments, failure);
        } else {
            limiter(message).log(note -> write(level, marker, message + note, arguments, failure));
        }
    }

    private LogLimiter limiter(String message) {
        LogLimiter own = limiters.get(message);
        return own != null
                ? own
                : limiters.computeIfAbsent(
                        limiters.size() < MAX_MESSAGES ? message : OTHERS,
                        key -> new LogLimiter(nanoTime, LINES, PERIOD));
    }

    private void write(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        LoggingEventBuilder line = target.atLevel(level).setMessage(message);
        if (marker != null) {
            line = line.addMarker(marker);
        }
        if (arguments != null) {
            for (Object argument : arguments) {
                line = line.addArgument(argument);
            }
        }
        if (failure != null) {
            line = line.setCause(failure);
        }
        line.log();
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return BoundedLogger.class.getName();
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isTraceEnabled();
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
        return target.isTraceEnabled(marker);
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isDebugEnabled();
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
        return target.isDebugEnabled(marker);
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isInfoEnabled();
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
        return target.isInfoEnabled(marker);
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
        return target.isWarnEnabled(marker);
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
        return target.isErrorEnabled(marker);
    }
}
