package dev.iii.sdk.otel;

import dev.iii.sdk.Worker;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Limits;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry SDK that sends the spans, metrics and log records of this process to an engine, over the engine's
 * {@code /otel} socket (engine behaviour, section 18).
 *
 * <pre>{@code
 * try (EngineTelemetry telemetry = EngineTelemetry.start(TelemetryOptions.named("inventory"));
 *         Worker worker = Iii.registerWorker(WorkerOptions.builder()
 *                 .name("inventory")
 *                 .telemetry(telemetry.openTelemetry())
 *                 .build())) {
 *     telemetry.watch(worker);
 *     …
 * }
 * }</pre>
 *
 * <p>It connects in the background and reconnects automatically. While it is disconnected, telemetry waits in a buffer of
 * at most {@link TelemetryOptions#bufferBytes} bytes; further telemetry is dropped. Ended spans that are not
 * encoded yet are limited, too, to 8192; further spans are dropped and counted. Recording never waits for the
 * connection, and a failure to send telemetry does not affect workers. Thread-safe.
 */
public final class EngineTelemetry implements AutoCloseable {

    private static final String PATH = "/otel";
    private static final int MAX_INBOUND_BYTES = 64 << 10;
    private static final int OUTBOX_BYTES = 16 << 20;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Duration closeTimeout;
    private final @Nullable EngineSocket socket;
    private final @Nullable OpenTelemetrySdk sdk;
    private final @Nullable BoundedSpans spans;
    private final List<WorkerGauges> gauges = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Creates telemetry that records nothing. */
    private EngineTelemetry(TelemetryOptions options) {
        closeTimeout = options.closeTimeout();
        socket = null;
        sdk = null;
        spans = null;
    }

    private EngineTelemetry(TelemetryOptions options, EngineSocket socket) {
        this.closeTimeout = options.closeTimeout();
        this.socket = socket;
        BoundedSpans ended = new BoundedSpans(new EngineExporters.Spans(socket), options.spansFlushInterval());
        this.spans = ended;
        this.sdk = sdk(options, socket, ended);
    }

    /**
     * Starts to send telemetry. If {@link TelemetryOptions#enabled} is {@code false}, the returned object records nothing
     * and does not connect. The caller must close the returned object.
     *
     * @param options the settings
     * @return the telemetry, which may not be connected yet
     * @throws IllegalArgumentException if the address of the engine is not of the form {@code ws://host:port}
     */
    public static EngineTelemetry start(TelemetryOptions options) {
        if (!options.enabled()) {
            return new EngineTelemetry(options);
        }
        EngineSocket socket = new EngineSocket(request(options), options.reconnect(), options.bufferBytes());
        EngineTelemetry telemetry = new EngineTelemetry(options, socket);
        socket.start();
        return telemetry;
    }

    private static ConnectRequest request(TelemetryOptions options) {
        Limits limits = new Limits(
                MAX_INBOUND_BYTES,
                Limits.DEFAULT.maxFragments(),
                OUTBOX_BYTES,
                CONNECT_TIMEOUT,
                Limits.DEFAULT.closeTimeout());
        return new ConnectRequest(
                address(options.engineUrl()),
                options.headers(),
                limits,
                options.sslContext().orElse(null));
    }

    /** Adds the path. Keeps the query, which may contain a token; exception messages must therefore not contain the URL. */
    private static URI address(String url) {
        try {
            URI base = new URI(url.strip());
            String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
            String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
            return new URI(base.getScheme() + "://" + base.getRawAuthority()
                    + (path.endsWith(PATH) ? path : path + PATH) + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("engineUrl of the telemetry options is not a valid URL: " + e.getReason()
                    + "; it must have the form ws://127.0.0.1:49134");
        }
    }

    private static OpenTelemetrySdk sdk(TelemetryOptions options, EngineSocket socket, BoundedSpans spans) {
        Resource resource = Resource.getDefault().merge(resource(options));
        SdkTracerProvider traces = SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(new BaggageAttributes())
                .addSpanProcessor(spans)
                .build();
        SdkLoggerProvider logs = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(new EngineExporters.Logs(socket))
                        .setScheduleDelay(options.logsFlushInterval())
                        .build())
                .build();
        SdkMeterProviderBuilder metrics = SdkMeterProvider.builder().setResource(resource);
        if (options.metricsEnabled()) {
            metrics.registerMetricReader(PeriodicMetricReader.builder(new EngineExporters.Metrics(socket))
                    .setInterval(options.metricsInterval())
                    .build());
        }
        return OpenTelemetrySdk.builder()
                .setTracerProvider(traces)
                .setLoggerProvider(logs)
                .setMeterProvider(metrics.build())
                .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                .build();
    }

    private static Resource resource(TelemetryOptions options) {
        AttributesBuilder attributes = Attributes.builder()
                .put("service.name", options.serviceName())
                .put("service.version", options.serviceVersion())
                .put("service.instance.id", options.serviceInstanceId());
        options.serviceNamespace().ifPresent(name -> attributes.put("service.namespace", name));
        return Resource.create(attributes.build());
    }

    /**
     * Returns the OpenTelemetry instance that records telemetry. Pass it to {@code WorkerOptions.telemetry}, and use it to
     * create your own spans, metrics and log records. If telemetry is disabled, it is {@link OpenTelemetry#noop()}.
     */
    public OpenTelemetry openTelemetry() {
        return sdk == null ? OpenTelemetry.noop() : sdk;
    }

    /**
     * Reports the memory, processor time, uptime and dropped spans of this process, and the repeated results of a worker, as
     * metrics {@code iii.worker.*} with the id and the name of the worker. Does nothing if telemetry is disabled or closed.
     *
     * @param worker the worker in whose name the metrics are reported
     */
    public void watch(Worker worker) {
        if (sdk != null && socket != null && spans != null && !closed.get()) {
            gauges.add(WorkerGauges.register(sdk.getMeter("dev.iii.sdk"), worker, socket.loop(), spans));
        }
    }

    /**
     * Sends the telemetry that was recorded so far and waits until the connection has accepted it.
     *
     * @param timeout the maximum time to wait
     * @return {@code true} if the connection accepted all of it in time, or if telemetry is disabled
     */
    public boolean flush(Duration timeout) {
        if (sdk == null || socket == null) {
            return true;
        }
        // Count the failures as well: OpenTelemetry's processors do not report whether the flushed items were exported.
        long failed = socket.failed();
        long end = System.nanoTime() + timeout.toNanos();
        CompletableResultCode others = CompletableResultCode.ofAll(List.of(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush()));
        boolean metrics = flushMetrics(sdk, socket, end);
        boolean all = others.join(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                .isSuccess();
        return all && metrics && socket.failed() == failed;
    }

    /**
     * Flushes the metrics. OpenTelemetry's reader rejects a flush while a periodic collection is running, and this
     * collection may miss the latest values. The flush is therefore repeated until the reader accepts it.
     */
    private static boolean flushMetrics(OpenTelemetrySdk sdk, EngineSocket socket, long end) {
        long failed = socket.failed();
        while (true) {
            CompletableResultCode result = sdk.getSdkMeterProvider().forceFlush();
            long left = end - System.nanoTime();
            if (result.join(Math.max(1, left), TimeUnit.NANOSECONDS).isSuccess()) {
                return true;
            }
            if (left <= 0 || socket.failed() != failed || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(BUSY_PAUSE.toNanos());
        }
    }

    /**
     * Sends the recorded telemetry, closes the connection and stops all threads. Waits for at most {@link
     * TelemetryOptions#closeTimeout}, and up to 100 ms longer for the I/O thread. Idempotent.
     */
    @Override
    public void close() {
        OpenTelemetrySdk providers = sdk;
        if (providers == null || socket == null || !closed.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + closeTimeout.toNanos();
        try {
            gauges.forEach(WorkerGauges::close);
            within(closeTimeout, () -> shutDown(providers), Thread::start);
        } finally {
            // Also ends a shutdown that is still waiting: what has not been sent fails.
            socket.close(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
    }

    private void shutDown(OpenTelemetrySdk providers) {
        CompletableResultCode.ofAll(List.of(
                        providers.getSdkTracerProvider().shutdown(),
                        providers.getSdkLoggerProvider().shutdown(),
                        providers.getSdkMeterProvider().shutdown()))
                .join(closeTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task on a separate thread and waits for its end, but not longer than the timeout: OpenTelemetry's reader of metrics
     * waits on the thread that shuts it down, up to 10 s. If no thread can be started, the task runs on the calling thread.
     *
     * @param starter starts a thread: {@link Thread#start}, or a fake in tests
     * @return {@code true} if the task has ended
     */
    static boolean within(Duration timeout, Runnable task, Consumer<Thread> starter) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } finally {
                        ended.countDown();
                    }
                },
                "iii-telemetry-closer");
        thread.setDaemon(true);
        try {
            starter.accept(thread);
        } catch (Throwable e) {
            // The threads of OpenTelemetry must end nevertheless.
            task.run();
            return true;
        }
        try {
            return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
