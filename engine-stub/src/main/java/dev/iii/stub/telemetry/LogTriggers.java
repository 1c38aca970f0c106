package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers for log lines, either of one level or of all levels.
 *
 * <p>A trigger fires shortly after the line was written, on the thread of the clock, because code that holds a lock may
 * also write lines. The number of waiting lines is bounded. Lines beyond it are stored, but fire no trigger.
 */
final class LogTriggers implements TriggerProvider {

    static final Struct CONFIG = Struct.of(
            "LogTriggerConfig",
            Field.string("level")
                    .optional()
                    .describedAs("The level of the lines; case is ignored. Default: all levels."));

    private static final Logger log = LoggerFactory.getLogger(LogTriggers.class);
    private static final String ALL = "all";
    private static final int MAX_WAITING = 1024;
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private record Entry(Trigger trigger, String level) {
        boolean matches(String lineLevel) {
            return level.equals(ALL) || level.equals(lineLevel);
        }
    }

    private final EngineContext engine;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final LogLimiter overflows;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<LogRecord> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean scheduled;

    LogTriggers(EngineContext engine) {
        this.engine = engine;
        this.overflows = new LogLimiter(engine.clock()::nanoTime, 1, LOG_PERIOD);
    }

    @Override
    public void register(Trigger trigger) {
        String level = ConfigText.read(trigger, "level");
        entries.put(trigger.id(), new Entry(trigger, level == null ? ALL : level.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void unregister(Trigger trigger) {
        entries.remove(trigger.id());
    }

    /** Called when log lines were stored. */
    void observe(List<LogRecord> lines) {
        if (entries.isEmpty()) {
            return;
        }
        int lost = 0;
        boolean begin;
        lock.lock();
        try {
            for (LogRecord line : lines) {
                if (waiting.size() < MAX_WAITING) {
                    waiting.add(line);
                } else {
                    lost++;
                }
            }
            begin = !scheduled;
            scheduled = true;
        } finally {
            lock.unlock();
        }
        if (begin) {
            engine.clock().after(Duration.ZERO, this::fire);
        }
        if (lost > 0) {
            int count = lost;
            overflows.log(note -> log.warn(
                    "{} log lines fired no trigger: more than {} lines are waiting{}", count, MAX_WAITING, note));
        }
    }

    private void fire() {
        List<LogRecord> lines;
        lock.lock();
        try {
            scheduled = false;
            lines = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        for (LogRecord line : lines) {
            String level = line.severity().text().toLowerCase(Locale.ROOT);
            RawJson event = null;
            for (Entry entry : entries.values()) {
                if (entry.matches(level)) {
                    event = event == null ? TelemetryJson.logEvent(line) : event;
                    Trigger trigger = entry.trigger();
                    engine.fire(trigger, Call.of(trigger, event).withMetadata(trigger.metadata()));
                }
            }
        }
    }
}
