package dev.iii.sdk.otel;

import com.sun.management.OperatingSystemMXBean;
import dev.iii.sdk.Worker;
import dev.iii.transport.EventLoop;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reports figures of this process as metrics of a worker, with the names that the official SDKs use, the number of
 * repeated results of the worker, and the number of spans that were dropped. Figures that the platform does not provide are omitted.
 *
 * <p>The lag is measured on the event loop that sends telemetry: it is the delay with which a timer of this loop runs. It
 * shows how long threads of this process wait for a processor or for the garbage collector.
 */
final class WorkerGauges implements AutoCloseable {

    private static final Duration LAG_INTERVAL = Duration.ofMillis(500);

    private final Worker worker;
    private final EventLoop loop;
    private final BoundedSpans spans;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ProcessFiles files = new ProcessFiles();

    private final ObservableLongMeasurement heapUsed;
    private final ObservableLongMeasurement heapTotal;
    private final ObservableLongMeasurement rss;
    private final ObservableLongMeasurement external;
    private final ObservableDoubleMeasurement cpuPercent;
    private final ObservableLongMeasurement cpuUser;
    private final ObservableLongMeasurement cpuSystem;
    private final ObservableDoubleMeasurement lag;
    private final ObservableDoubleMeasurement uptime;
    private final ObservableLongMeasurement repeatedResults;
    private final ObservableLongMeasurement droppedSpans;
    private final BatchCallback callback;

    private volatile boolean closed;
    private volatile double lagMillis;

    private WorkerGauges(Meter meter, Worker worker, EventLoop loop, BoundedSpans spans) {
        this.worker = worker;
        this.loop = loop;
        this.spans = spans;
        heapUsed = bytes(meter, "memory.heap_used", "Used heap memory");
        heapTotal = bytes(meter, "memory.heap_total", "Heap memory that the JVM has reserved");
        rss = bytes(meter, "memory.rss", "Process memory in RAM");
        external = bytes(meter, "memory.external", "Memory outside the heap: direct and mapped buffers");
        cpuPercent = gauge(meter, "cpu.percent", "%", "Processor use of the process; one full processor is 100 %")
                .buildObserver();
        cpuUser = micros(meter, "cpu.user_micros", "Processor time in user mode");
        cpuSystem = micros(meter, "cpu.system_micros", "Processor time in the kernel");
        lag = gauge(meter, "event_loop.lag_ms", "ms", "Delay of timers").buildObserver();
        uptime = gauge(meter, "uptime_seconds", "s", "Time since the start of the process")
                .buildObserver();
        repeatedResults = gauge(meter, "repeated_results", "1", "Results that were sent again because they were early")
                .ofLongs()
                .buildObserver();
        droppedSpans = gauge(
                        meter, "dropped_spans", "1", "Spans that were dropped because too many waited for their export")
                .ofLongs()
                .buildObserver();
        callback = meter.batchCallback(
                this::observe,
                heapUsed,
                heapTotal,
                rss,
                external,
                cpuPercent,
                cpuUser,
                cpuSystem,
                lag,
                uptime,
                repeatedResults,
                droppedSpans);
    }

    static WorkerGauges register(Meter meter, Worker worker, EventLoop loop, BoundedSpans spans) {
        WorkerGauges gauges = new WorkerGauges(meter, worker, loop, spans);
        gauges.measureLag();
        return gauges;
    }

    private static DoubleGaugeBuilder gauge(Meter meter, String name, String unit, String description) {
        return meter.gaugeBuilder("iii.worker." + name).setUnit(unit).setDescription(description);
    }

    private static ObservableLongMeasurement bytes(Meter meter, String name, String description) {
        return gauge(meter, name, "bytes", description).ofLongs().buildObserver();
    }

    private static ObservableLongMeasurement micros(Meter meter, String name, String description) {
        return gauge(meter, name, "us", description).ofLongs().buildObserver();
    }

    private void measureLag() {
        long due = System.nanoTime() + LAG_INTERVAL.toNanos();
        loop.schedule(LAG_INTERVAL, () -> {
            lagMillis = Math.max(0, System.nanoTime() - due) / 1e6;
            if (!closed) {
                measureLag();
            }
        });
    }

    private void observe() {
        Attributes of = Attributes.builder()
                .put("worker.id", worker.id().orElse(""))
                .put("worker.name", worker.name())
                .build();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        heapUsed.record(heap.getUsed(), of);
        heapTotal.record(heap.getCommitted(), of);
        external.record(
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                of);
        files.residentBytes().ifPresent(value -> rss.record(value, of));
        double load = system.getProcessCpuLoad();
        if (load >= 0) {
            cpuPercent.record(load * 100 * Runtime.getRuntime().availableProcessors(), of);
        }
        long all = system.getProcessCpuTime();
        if (all >= 0) {
            long kernel = files.kernelMicros().orElse(0);
            cpuUser.record(Math.max(0, TimeUnit.NANOSECONDS.toMicros(all) - kernel), of);
            files.kernelMicros().ifPresent(value -> cpuSystem.record(value, of));
        }
        lag.record(lagMillis, of);
        uptime.record(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3, of);
        repeatedResults.record(worker.repeatedResults(), of);
        droppedSpans.record(spans.dropped(), of);
    }

    @Override
    public void close() {
        closed = true;
        callback.close();
    }
}
