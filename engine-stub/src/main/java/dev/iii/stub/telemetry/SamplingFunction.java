package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Struct;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The function {@code engine::sampling::rules}. It returns the sampling settings of the configuration. */
final class SamplingFunction {

    private static final Struct INPUT = Struct.of("LogsClearInput");

    private SamplingFunction() {}

    static void install(Installer installer, TelemetrySettings options) {
        StubClock clock = installer.engine().clock();
        installer.function(
                FunctionSpec.of("engine::sampling::rules", "Returns which spans and log lines are recorded")
                        .takes(INPUT)
                        .untraced(),
                call -> rules(call, options, clock));
    }

    private static Outcome rules(Invocation call, TelemetrySettings options, StubClock clock) {
        INPUT.read(call.payload());
        Sampling sampling = options.traces().sampling();
        ObjectNode result = TelemetryJson.object();
        ObjectNode traces = result.putObject("traces");
        traces.put("default_ratio", sampling.ratio());
        ArrayNode rules = traces.putArray("rules");
        for (Sampling.Rule rule : sampling.rules()) {
            rules.addObject()
                    .put("operation", rule.operation())
                    .put("service", rule.service())
                    .put("rate", rule.rate());
        }
        traces.put("parent_based", sampling.parentBased());
        result.putObject("logs").put("sampling_ratio", options.logs().samplingRatio());
        result.put("timestamp", clock.now().toEpochMilli());
        return TelemetryJson.outcome(result);
    }
}
