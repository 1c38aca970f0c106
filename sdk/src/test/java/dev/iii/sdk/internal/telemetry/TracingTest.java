package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.telemetry.PayloadCapture;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TracingTest {

    @Test
    void withoutTelemetryAndTraceAnInvocationHasNothingOfItsOwn() {
        Tracing off = Tracing.of(null, PayloadCapture.ON);
        InvokeFunction frame = new InvokeFunction(UUID.randomUUID(), "f", RawJson.NULL, null, null, null, null, null);
        assertThat(off.begin(frame)).isSameAs(Tracing.Handling.NONE);
        assertThat(off.current()).isSameAs(off.current());
    }
}
