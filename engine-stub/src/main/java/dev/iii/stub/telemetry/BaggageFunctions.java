package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;

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

    private static Outcome get(Invocation call) {
        Fields in = GET.read(call.payload());
        String value = call.trace().baggage().value(in.string("key"));
        return Outcome.value(new ObjectWriter().put("value", value).end());
    }

    private static Outcome getAll(Invocation call) {
        GET_ALL.read(call.payload());
        ObjectWriter members = new ObjectWriter();
        call.trace().baggage().forEach(members::put);
        return Outcome.value(new ObjectWriter().put("baggage", members.end()).end());
    }

    private static Outcome set(Invocation call) {
        SET.read(call.payload());
        return Outcome.value(HAS_NO_EFFECT);
    }
}
