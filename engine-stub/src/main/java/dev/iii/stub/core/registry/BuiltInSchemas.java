package dev.iii.stub.core.registry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of built-in functions and trigger types that only describe what the engine sends. The engine does not need
 * them to read input, so they are in a file. They have the form that the real engine shows in discovery.
 */
public final class BuiltInSchemas {

    private static final String FILE = "built-in-schemas.json";
    private static final int MAX_DEPTH = 50;

    private static final Map<String, RawJson> FUNCTIONS;
    private static final Map<String, RawJson> TRIGGER_TYPES;

    static {
        Map<String, RawJson> sections = members(read());
        FUNCTIONS = members(sections.getOrDefault("functions", RawJson.EMPTY_OBJECT));
        TRIGGER_TYPES = members(sections.getOrDefault("triggerTypes", RawJson.EMPTY_OBJECT));
    }

    private BuiltInSchemas() {}

    /** Returns the specification with the response schema of the file, if it has none. */
    public static FunctionSpec complete(FunctionSpec spec) {
        RawJson response = FUNCTIONS.get(spec.id());
        return spec.responseFormat() != null || response == null ? spec : spec.gives(response);
    }

    /** Returns the specification with the schemas of the file, in place of those that it does not have. */
    public static TriggerTypeSpec complete(TriggerTypeSpec spec) {
        RawJson known = TRIGGER_TYPES.get(spec.id());
        if (known == null) {
            return spec;
        }
        Map<String, RawJson> schemas = members(known);
        return new TriggerTypeSpec(
                spec.id(),
                spec.description(),
                firstOf(spec.configFormat(), schemas.get("config")),
                firstOf(spec.callFormat(), schemas.get("call")),
                firstOf(spec.responseFormat(), schemas.get("response")));
    }

    private static @Nullable RawJson firstOf(@Nullable RawJson own, @Nullable RawJson other) {
        return own == null ? other : own;
    }

    private static Map<String, RawJson> members(RawJson object) {
        Map<String, RawJson> members = new HashMap<>();
        object.forEachField(members::put);
        return members;
    }

    private static RawJson read() {
        try (InputStream in = BuiltInSchemas.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + FILE + " is missing");
            }
            return RawJson.parse(in.readAllBytes(), MAX_DEPTH);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + FILE + " cannot be read", e);
        }
    }
}
