package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.telemetry.PayloadCapture;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trace fields without OpenTelemetry are those that the SDK passes on with it. */
class PassedFieldsTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN_ID = "b7ad6b7169203331";
    private static final String PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

    private static InvokeFunction frame(@Nullable String traceparent, @Nullable String baggage) {
        return new InvokeFunction(null, "fn", RawJson.wrap(new byte[] {'1'}), null, null, null, traceparent, baggage);
    }

    private static Tracing.@Nullable Fields passed(InvokeFunction frame) throws Exception {
        AtomicReference<Tracing.Fields> seen = new AtomicReference<>();
        PassedFields.begin(frame).run(() -> {
            seen.set(PassedFields.current());
            return null;
        });
        return Objects.requireNonNull(seen.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PARENT,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-fe",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333x-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "x",
                ""
            })
    void aTraceparentIsPassedOnAsWithOpenTelemetry(String traceparent) throws Exception {
        InvokeFunction frame = frame(traceparent, null);
        Spans spans = Spans.of(null, PayloadCapture.OFF);
        AtomicReference<Tracing.Fields> expected = new AtomicReference<>();
        spans.begin(frame).run(() -> {
            expected.set(spans.current());
            return null;
        });
        assertThat(passed(frame)).isEqualTo(expected.get());
    }

    @Test
    void baggageIsPassedOnUnchanged() throws Exception {
        assertThat(passed(frame(null, "tenant=t1,user=a%20b;secret")))
                .isEqualTo(new Tracing.Fields(null, "tenant=t1,user=a%20b;secret"));
        assertThat(passed(frame(PARENT, " "))).isEqualTo(new Tracing.Fields(PARENT, null));
    }

    @Test
    void aLogLineHasTheIdsOfTheSpanThatCalled() throws Exception {
        AtomicReference<Tracing.SpanIds> ids = new AtomicReference<>();
        PassedFields.begin(frame(PARENT, null)).run(() -> {
            ids.set(PassedFields.currentIds());
            return null;
        });
        assertThat(ids.get()).isEqualTo(new Tracing.SpanIds(TRACE_ID, SPAN_ID));
        assertThat(PassedFields.currentIds()).isNull();
    }

    @Test
    void anInvocationWithoutTraceFieldsIsNotTraced() {
        assertThat(PassedFields.begin(frame(null, null))).isSameAs(Tracing.Handling.NONE);
    }

    @Test
    void theFieldsEndWithTheHandler() throws Exception {
        Tracing.Handling outer = PassedFields.begin(frame(PARENT, null));
        outer.run(() -> {
            assertThatThrownBy(() -> PassedFields.begin(frame(null, "a=b")).run(() -> {
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
            assertThat(PassedFields.current().traceparent()).isEqualTo(PARENT);
            return null;
        });
        assertThat(PassedFields.current()).isSameAs(Tracing.Fields.NONE);
    }

    @Test
    void aTaskRunsWithTheFieldsOfTheThreadThatMadeIt() throws Exception {
        AtomicReference<Runnable> task = new AtomicReference<>();
        AtomicReference<Tracing.Fields> seen = new AtomicReference<>();
        PassedFields.begin(frame(PARENT, null)).run(() -> {
            task.set(PassedFields.inCurrentContext(() -> seen.set(PassedFields.current())));
            return null;
        });
        Objects.requireNonNull(task.get()).run();
        assertThat(seen.get()).isEqualTo(new Tracing.Fields(PARENT, null));
        assertThat(PassedFields.current()).isSameAs(Tracing.Fields.NONE);
    }
}
