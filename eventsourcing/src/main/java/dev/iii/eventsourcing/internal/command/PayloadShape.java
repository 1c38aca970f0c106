package dev.iii.eventsourcing.internal.command;

import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields that a payload may have, from the JSON Schema of its type. The codec ignores unknown fields; a command must not,
 * because a misspelt field would be a command that the caller did not mean. Immutable and thread-safe.
 */
final class PayloadShape {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final String PROPERTIES = "properties";
    private static final String OTHERS = "additionalProperties";

    private final Json root;

    /** Creates the shape of a JSON Schema. */
    PayloadShape(Json root) {
        this.root = root;
    }

    /** Returns the shape of a type; empty if the codec, and the standard codec, cannot describe the type. */
    static Optional<PayloadShape> of(Type type, JsonCodec codec) {
        return codec.schema(type).or(() -> JsonCodec.standard().schema(type)).map(PayloadShape::new);
    }

    /** Returns {@code true} if the type itself has a field. */
    boolean has(String field) {
        return !fieldSchemas(leaves(root), field).isEmpty();
    }

    /** Returns the schema of the type with more fields, without which no payload may have other ones. */
    Json schemaWith(Map<String, Json> moreProperties) {
        if (root.field(PROPERTIES).isAbsent()) {
            return root;
        }
        Map<String, Json> properties =
                new LinkedHashMap<>(root.field(PROPERTIES).fields());
        moreProperties.forEach(properties::putIfAbsent);
        Map<String, Json> schema = new LinkedHashMap<>(root.fields());
        schema.put(PROPERTIES, Json.object(properties));
        schema.putIfAbsent(OTHERS, Json.of(false));
        return Json.object(schema);
    }

    /** Converts a parameter of a URL, which is a string, to a number or a boolean if the field is one. */
    Json parameter(String field, Json value) {
        String text = value.text().startsWith("\"") ? value.as(String.class) : null;
        if (text == null) {
            return value;
        }
        for (Json schema : fieldSchemas(leaves(root), field)) {
            String types = schema.field("type").text();
            boolean number = types.contains("\"integer\"") || types.contains("\"number\"");
            boolean bool = types.contains("\"boolean\"") && (text.equals("true") || text.equals("false"));
            if (bool || (number && NUMBER.matcher(text).matches())) {
                return Json.parse(text);
            }
        }
        return value;
    }

    /** Returns an error for each field that the type does not have, also in objects inside the payload. */
    List<FieldError> unknownFields(Json payload) {
        List<FieldError> errors = new ArrayList<>();
        check(payload, "", leaves(root), errors);
        return errors;
    }

    private void check(Json value, String path, List<Json> schemas, List<FieldError> errors) {
        if (value.text().startsWith("{")) {
            if (schemas.stream().anyMatch(PayloadShape::isOpen)) {
                return;
            }
            value.fields().forEach((name, child) -> {
                String at = path.isEmpty() ? name : path + "." + name;
                List<Json> known = fieldSchemas(schemas, name);
                if (known.isEmpty()) {
                    errors.add(new FieldError(at, "is not a field of this command"));
                } else {
                    check(child, at, known, errors);
                }
            });
        } else if (value.text().startsWith("[")) {
            List<Json> items = new ArrayList<>();
            schemas.forEach(schema -> items.addAll(leaves(schema.field("items"))));
            List<Json> elements = value.elements();
            for (int i = 0; i < elements.size() && !items.isEmpty(); i++) {
                check(elements.get(i), path + "[" + i + "]", items, errors);
            }
        }
    }

    /** Returns {@code true} if an object may have any fields. */
    private static boolean isOpen(Json schema) {
        boolean mayBeObject =
                schema.field("type").isAbsent() || schema.field("type").text().contains("\"object\"");
        Json others = schema.field(OTHERS);
        return mayBeObject
                && schema.field("enum").isAbsent()
                && schema.field("const").isAbsent()
                && ((schema.field(PROPERTIES).isAbsent() && others.isAbsent())
                        || others.text().equals("true")
                        || others.text().equals("{}"));
    }

    private List<Json> fieldSchemas(List<Json> schemas, String field) {
        List<Json> known = new ArrayList<>();
        for (Json schema : schemas) {
            Json property = schema.field(PROPERTIES).fields().get(field);
            if (property != null) {
                known.addAll(leaves(property));
            } else if (schema.field(OTHERS).text().startsWith("{")) {
                known.addAll(leaves(schema.field(OTHERS)));
            }
        }
        return known;
    }

    /** Returns the schemas behind references and alternatives. */
    private List<Json> leaves(Json schema) {
        List<Json> leaves = new ArrayList<>();
        addLeaves(schema, leaves, new HashSet<>());
        return leaves;
    }

    private void addLeaves(Json schema, List<Json> leaves, Set<String> followed) {
        if (schema.isAbsent()) {
            return;
        }
        boolean combined = false;
        String ref =
                schema.field("$ref").isAbsent() ? null : schema.field("$ref").as(String.class);
        if (ref != null) {
            combined = true;
            if (followed.add(ref)) {
                addLeaves(resolve(ref), leaves, followed);
            }
        }
        for (String combination : List.of("anyOf", "oneOf", "allOf")) {
            for (Json part : schema.field(combination).elements()) {
                combined = true;
                addLeaves(part, leaves, followed);
            }
        }
        if (!combined || !schema.field(PROPERTIES).isAbsent()) {
            leaves.add(schema);
        }
    }

    private Json resolve(String ref) {
        Json target = root;
        for (String step : ref.substring(ref.startsWith("#/") ? 2 : 1).split("/", -1)) {
            if (!step.isEmpty()) {
                target = target.field(step);
            }
        }
        return target;
    }
}
