package dev.iii.stub.telemetry;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Call;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.util.Map;

/** The functions {@code engine::baggage::*}. They return the baggage of the current call. */
final class BaggageFunctions {

    private static final Struct GET =
            Struct.of("BaggageGetInput", Field.string("key").describedAs("The name of the member."));
    private static final Struct GET_ALL = Struct.of("BaggageGetAllInput");
    private static final Struct SET = Struct.of(
            "BaggageSetInput",
            Field.string("key").describedAs("The name of the member."),
            Field.string("value").describedAs("The value of the member."));

    private static final RawJson HAS_NO_EFFECT =
            RawJson.parse("{\"success\":true,\"note\":\"This has no effect: each call carries its own baggage.\"}");
    private static final RawJson GET_RESULT = RawJson.parse(
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
                    + "\"title\":\"BaggageGetResult\",\"type\":\"object\",\"properties\":{\"value\":{\"type\":[\"string\",\"null\"]}}}");

    private BaggageFunctions() {}

    static void install(Installer installer) {
        installer.function(
                FunctionSpec.of("engine::baggage::get", "Reads one member of the baggage of this call")
                        .takes(GET)
                        .gives(GET_RESULT)
                        .untraced(),
                BaggageFunctions::get);
        installer.function(
                FunctionSpec.of("engine::baggage::get_all", "Reads the baggage of this call")
                        .takes(GET_ALL)
                        .untraced(),
                BaggageFunctions::getAll);
        installer.function(
                FunctionSpec.of("engine::baggage::set", "Has no effect")
                        .takes(SET)
                        .untraced(),
                BaggageFunctions::set);
    }

    private static Outcome get(Call call) {
        Fields in = GET.read(call.data());
        String value = BaggageText.members(call.trace().baggage()).get(in.string("key"));
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("value").raw(':');
        if (value == null) {
            out.raw(RawJson.NULL);
        } else {
            out.string(value);
        }
        return Outcome.value(RawJson.wrap(out.raw('}').toByteArray()));
    }

    private static Outcome getAll(Call call) {
        GET_ALL.read(call.data());
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("baggage").raw(':').raw('{');
        boolean first = true;
        for (Map.Entry<String, String> member :
                BaggageText.members(call.trace().baggage()).entrySet()) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.string(member.getKey()).raw(':').string(member.getValue());
        }
        return Outcome.value(RawJson.wrap(out.raw('}').raw('}').toByteArray()));
    }

    private static Outcome set(Call call) {
        SET.read(call.data());
        return Outcome.value(HAS_NO_EFFECT);
    }
}
