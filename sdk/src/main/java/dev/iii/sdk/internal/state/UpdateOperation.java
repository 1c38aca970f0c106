package dev.iii.sdk.internal.state;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of an update, as it comes from the wire (engine behaviour, section 9).
 *
 * @param type what it does
 * @param path literal names of fields, from the root down; empty for the root itself
 * @param value what it sets, merges or appends; JSON null for the others
 * @param by what it adds; 0 for those that add nothing
 */
record UpdateOperation(Type type, List<String> path, Json value, BigInteger by) {

    enum Type {
        SET("set"),
        MERGE("merge"),
        INCREMENT("increment"),
        DECREMENT("decrement"),
        APPEND("append"),
        REMOVE("remove");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /** Reads all, or throws and names the field that does not do. */
    static List<UpdateOperation> listOf(Json operations) {
        if (JsonKind.of(operations) != JsonKind.ARRAY) {
            throw refused("ops", "expected an array of operations");
        }
        List<UpdateOperation> all = new ArrayList<>();
        for (Json each : operations.elements()) {
            all.add(of(each, "ops[" + all.size() + "]"));
        }
        return all;
    }

    private static UpdateOperation of(Json operation, String at) {
        Type type = type(operation.field("type"), at + ".type");
        Json path = operation.field("path");
        Json value = operation.field("value");
        return switch (type) {
            case SET -> new UpdateOperation(type, name(path, at), value, BigInteger.ZERO);
            case REMOVE -> new UpdateOperation(type, name(path, at), Json.NULL, BigInteger.ZERO);
            case INCREMENT, DECREMENT -> {
                BigInteger by = BigInteger.valueOf(whole(operation.field("by"), at + ".by"));
                yield new UpdateOperation(type, name(path, at), Json.NULL, type == Type.INCREMENT ? by : by.negate());
            }
            case MERGE, APPEND -> {
                if (value.isAbsent()) {
                    throw refused(at + ".value", "is missing");
                }
                yield new UpdateOperation(type, names(path, at), value, BigInteger.ZERO);
            }
        };
    }

    private static Type type(Json text, String at) {
        if (JsonKind.of(text) == JsonKind.STRING) {
            for (Type type : Type.values()) {
                if (type.wire().equals(text.as(String.class))) {
                    return type;
                }
            }
        }
        throw refused(at, "expected set, merge, increment, decrement, append or remove");
    }

    private static List<String> name(Json path, String at) {
        if (JsonKind.of(path) != JsonKind.STRING) {
            throw refused(at + ".path", "expected the name of one field");
        }
        String name = String.valueOf(path.as(String.class));
        return name.isEmpty() ? List.of() : List.of(name);
    }

    private static List<String> names(Json path, String at) {
        if (path.isNull()) {
            return List.of();
        }
        if (JsonKind.of(path) != JsonKind.ARRAY) {
            return name(path, at);
        }
        List<String> names = new ArrayList<>();
        for (Json element : path.elements()) {
            if (JsonKind.of(element) != JsonKind.STRING) {
                throw refused(at + ".path[" + names.size() + "]", "expected the name of a field");
            }
            names.add(String.valueOf(element.as(String.class)));
        }
        return names;
    }

    private static long whole(Json number, String at) {
        if (JsonKind.of(number) == JsonKind.NUMBER) {
            try {
                return Long.parseLong(number.text());
            } catch (NumberFormatException e) {
                throw refused(at, "expected a whole number of 64 bits");
            }
        }
        throw refused(at, "expected a whole number of 64 bits");
    }

    private static InvalidRequestException refused(String field, String problem) {
        return new InvalidRequestException(List.of(new FieldError(field, problem)));
    }
}
