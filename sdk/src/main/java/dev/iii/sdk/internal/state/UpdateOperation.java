package dev.iii.sdk.internal.state;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of an update (engine behaviour, section 9).
 *
 * @param type the type of the operation
 * @param path literal field names, starting at the root; empty for the root itself
 * @param value the value to set, merge or append; JSON null for other types
 * @param by the number to add; 0 for other types
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

    /**
     * Reads a list of operations.
     *
     * @throws InvalidRequestException if the list is invalid; it contains the path of the invalid field
     */
    static List<UpdateOperation> listOf(Json operations) {
        if (JsonKind.of(operations) != JsonKind.ARRAY) {
            throw invalid("ops", "expected an array of operations");
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
                    throw invalid(at + ".value", "missing");
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
        throw invalid(at, "expected set, merge, increment, decrement, append or remove");
    }

    private static List<String> name(Json path, String at) {
        if (JsonKind.of(path) != JsonKind.STRING) {
            throw invalid(at + ".path", "expected the name of one field");
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
                throw invalid(at + ".path[" + names.size() + "]", "expected the name of a field");
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
                throw invalid(at, "expected a 64-bit integer");
            }
        }
        throw invalid(at, "expected a 64-bit integer");
    }

    private static InvalidRequestException invalid(String field, String problem) {
        return new InvalidRequestException(field, problem);
    }
}
