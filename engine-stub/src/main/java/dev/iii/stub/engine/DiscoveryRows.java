package dev.iii.stub.engine;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes functions, trigger types and triggers for discovery. */
final class DiscoveryRows {

    static final Struct FUNCTION = Struct.of(
            "FunctionSummary",
            Field.string("function_id"),
            Field.string("namespace"),
            Field.string("worker_name"),
            Field.string("description").optional(),
            Field.json("metadata").optional());
    static final Struct TRIGGER_TYPE = Struct.of(
            "TriggerTypeSummary",
            Field.string("id"),
            Field.string("namespace"),
            Field.string("worker_name"),
            Field.string("description"));
    static final Struct TRIGGER = Struct.of(
            "RegisteredTriggerSummary",
            Field.string("id"),
            Field.string("trigger_type"),
            Field.string("function_id"),
            Field.string("worker_name"),
            Field.json("config"),
            Field.string("config_summary"));

    private static final String SEPARATOR = "::";
    private static final String OF_THE_ENGINE = "engine::";
    private static final int SUMMARY_LENGTH = 80;

    private final EngineDirectory directory;

    DiscoveryRows(EngineDirectory directory) {
        this.directory = directory;
    }

    // ---------------------------------------------------------------- matching

    /** Returns {@code true} if an id belongs to the engine itself. */
    static boolean isOfTheEngine(String id) {
        return id.startsWith(OF_THE_ENGINE);
    }

    /**
     * Returns a predicate that is true if one of the strings contains the words, ignoring case. Without words it is
     * always true.
     */
    static Predicate<String[]> search(@Nullable String words) {
        if (words == null || words.isEmpty()) {
            return texts -> true;
        }
        String wanted = words.toLowerCase(Locale.ROOT);
        return texts -> {
            for (String text : texts) {
                if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
                    return true;
                }
            }
            return false;
        };
    }

    static String firstSegment(String id) {
        int end = id.indexOf(SEPARATOR);
        return end < 0 ? id : id.substring(0, end);
    }

    // ---------------------------------------------------------------- functions

    static String ownerOf(RegisteredFunction function) {
        String name = function.workerName();
        return name == null ? firstSegment(function.id()) : name;
    }

    static RawJson function(RegisteredFunction function) {
        return summary(function)
                .putIfThere("description", function.spec().description())
                .putIfThere("metadata", function.spec().metadata())
                .end();
    }

    private static ObjectWriter summary(RegisteredFunction function) {
        return new ObjectWriter()
                .put("function_id", function.id())
                .put("namespace", function.namespace())
                .put("worker_name", ownerOf(function));
    }

    /** Returns a function with its schemas and the triggers that call it. */
    static RawJson functionDetail(RegisteredFunction function, List<Trigger> triggers) {
        List<RawJson> bound = triggers.stream()
                .filter(trigger -> trigger.functionId().equals(function.id())
                        && trigger.namespace().equals(function.namespace()))
                .map(trigger -> new ObjectWriter()
                        .put("id", trigger.id())
                        .put("trigger_type", trigger.type())
                        .put("config", trigger.config())
                        .end())
                .toList();
        return summary(function)
                .putIfThere("description", function.spec().description())
                .putIfThere("request_schema", function.spec().requestFormat())
                .putIfThere("response_schema", function.spec().responseFormat())
                .putIfThere("metadata", function.spec().metadata())
                .put("registered_triggers", bound)
                .end();
    }

    // ---------------------------------------------------------------- trigger types

    static String ownerOf(RegisteredTriggerType type) {
        String id = type.spec().id();
        String name = isOfTheEngine(id) && type.owner() == null ? null : type.workerName();
        return name == null ? firstSegment(id) : name;
    }

    static RawJson triggerType(RegisteredTriggerType type) {
        return typeSummary(type).end();
    }

    private static ObjectWriter typeSummary(RegisteredTriggerType type) {
        return new ObjectWriter()
                .put("id", type.spec().id())
                .put("namespace", type.namespace())
                .put("worker_name", ownerOf(type))
                .put("description", type.spec().description());
    }

    /** Returns a trigger type with its schemas and the number of triggers of this type. */
    static RawJson triggerTypeDetail(RegisteredTriggerType type, List<Trigger> triggers) {
        String id = type.spec().id();
        return typeSummary(type)
                .putIfThere("configuration_schema", type.spec().configFormat())
                .putIfThere("request_schema", type.spec().callFormat())
                .putIfThere("response_schema", type.spec().responseFormat())
                .put(
                        "instance_count",
                        triggers.stream()
                                .filter(trigger -> trigger.type().equals(id))
                                .count())
                .end();
    }

    // ---------------------------------------------------------------- triggers

    /** Returns the name of the worker whose function the trigger calls. */
    String ownerOf(Trigger trigger) {
        Optional<RegisteredFunction> function = directory.function(trigger.namespace(), trigger.functionId());
        return function.map(DiscoveryRows::ownerOf).orElseGet(() -> firstSegment(trigger.functionId()));
    }

    RawJson trigger(Trigger trigger) {
        return triggerSummary(trigger)
                .put("config_summary", configSummary(trigger.config()))
                .end();
    }

    private ObjectWriter triggerSummary(Trigger trigger) {
        return new ObjectWriter()
                .put("id", trigger.id())
                .put("trigger_type", trigger.type())
                .put("function_id", trigger.functionId())
                .put("worker_name", ownerOf(trigger))
                .put("config", trigger.config());
    }

    /** Returns a trigger with its type and its function. Each of them is JSON null if it does not exist. */
    RawJson triggerDetail(Trigger trigger, List<Trigger> triggers) {
        RawJson type = directory
                .typeOf(trigger)
                .map(found -> triggerTypeDetail(found, triggers))
                .orElse(RawJson.NULL);
        RawJson function = directory
                .function(trigger.namespace(), trigger.functionId())
                .map(found -> functionDetail(found, triggers))
                .orElse(RawJson.NULL);
        return triggerSummary(trigger)
                .putIfThere("metadata", trigger.metadata())
                .put("trigger", type)
                .put("function", function)
                .end();
    }

    /** Returns the beginning of the config, for lists. */
    private static String configSummary(RawJson config) {
        String text = JsonText.compact(config);
        int length = text.codePointCount(0, text.length());
        return length <= SUMMARY_LENGTH ? text : text.substring(0, text.offsetByCodePoints(0, SUMMARY_LENGTH)) + "…";
    }
}
