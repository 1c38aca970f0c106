package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Call;
import dev.iii.stub.core.FunctionSpec;
import dev.iii.stub.core.Installer;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** {@code engine::log::*}: log lines of workers, which appear in the engine's log. */
final class LogFunctions {

    private static final Logger log = LoggerFactory.getLogger("dev.iii.stub.worker-log");

    private static final Struct INPUT = Struct.of(
            "OtelLogInput",
            Field.string("trace_id").optional().describedAs("The trace that the line belongs to."),
            Field.string("span_id").optional().describedAs("The span that the line belongs to."),
            Field.string("message").describedAs("The text."),
            Field.json("data").optional().describedAs("Facts beside the text."),
            Field.string("service_name").optional().describedAs("Who says so."));

    private LogFunctions() {}

    static void install(Installer installer) {
        for (Level level : Level.values()) {
            String name = level.name().toLowerCase(Locale.ROOT);
            installer.function(
                    FunctionSpec.of("engine::log::" + name, "Writes a log line of level " + name)
                            .takes(INPUT)
                            .untraced(),
                    call -> write(level, call));
        }
    }

    private static Outcome write(Level level, Call call) {
        Fields in = INPUT.read(call.data());
        RawJson data = in.optional("data");
        String service = in.optionalString("service_name");
        log.atLevel(level)
                .log(
                        "{}{}{}",
                        service == null ? "" : service + ": ",
                        in.string("message"),
                        data == null ? "" : " " + data.text());
        return Outcome.NONE;
    }
}
