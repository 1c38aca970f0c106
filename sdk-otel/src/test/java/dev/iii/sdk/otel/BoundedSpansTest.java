package dev.iii.sdk.otel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BoundedSpansTest {

    /** Does not return from its first export until it is released. */
    private static final class SlowExporter implements SpanExporter {

        final CountDownLatch exporting = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final AtomicInteger exported = new AtomicInteger();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            exporting.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                return CompletableResultCode.ofFailure();
            }
            exported.addAndGet(spans.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void spansBeyondTheLimitAreCountedAndLoggedOnce() throws InterruptedException {
        Logger logger = (Logger) LoggerFactory.getLogger(EngineTelemetry.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.WARN);
        SlowExporter exporter = new SlowExporter();
        BoundedSpans spans = new BoundedSpans(exporter, Duration.ofMillis(1));
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(spans).build()) {
            Tracer tracer = provider.get("t");
            tracer.spanBuilder("first").startSpan().end();
            exporter.exporting.await();
            for (int i = 0; i < BoundedSpans.MAX_WAITING + 3; i++) {
                tracer.spanBuilder("s").startSpan().end();
            }
            assertThat(spans.dropped()).isEqualTo(3);
            exporter.released.countDown();
            assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
            assertThat(exporter.exported).hasValue(1 + BoundedSpans.MAX_WAITING);
            tracer.spanBuilder("last").startSpan().end();
            assertThat(spans.dropped()).isEqualTo(3);
        } finally {
            exporter.released.countDown();
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Dropping spans because " + BoundedSpans.MAX_WAITING
                        + " ended spans wait for their export; 1 were dropped since the start");
    }

    @Test
    void spansThatAreNotSampledDoNotCount() {
        SlowExporter exporter = new SlowExporter();
        exporter.released.countDown();
        BoundedSpans spans = new BoundedSpans(exporter, Duration.ofMillis(1));
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(Sampler.alwaysOff())
                .addSpanProcessor(spans)
                .build()) {
            for (int i = 0; i < BoundedSpans.MAX_WAITING + 3; i++) {
                provider.get("t").spanBuilder("s").startSpan().end();
            }
        }
        assertThat(spans.dropped()).isZero();
        assertThat(exporter.exported).hasValue(0);
    }
}
