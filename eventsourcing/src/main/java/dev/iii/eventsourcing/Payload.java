package dev.iii.eventsourcing;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a payload, each with its rule: for functions that must report all invalid fields of a request together. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * static final Field<String> SKU = Field.text("sku", Pattern.compile("[A-Z0-9-]{1,20}"), "must be 1 to 20 letters");
 * static final Field<Long> QUANTITY = Field.whole("quantity", 1, 1_000);
 * static final Payload<Sell> SELL = Payload.of(Sell.class, SKU, QUANTITY); // record Sell(String sku, long quantity)
 *
 * CommandFunction.of(ITEM, "cmd::sell-item", SELL).stream(Sell::sku);
 * }</pre>
 *
 * <p>A field that is not declared is an error, too, because a misspelt field would be another request than the client meant. The
 * messages contain the rule but not the value, because the value may be very long or contain a script.
 *
 * @param <T> the type that is read
 */
public final class Payload<T> {

    /** The SDK adds this field to calls of other workers. */
    private static final String CALLER = "_caller_worker_id";

    private static final int MAX_NAME_LENGTH = 100;

    private final List<Field<?>> fields;
    private final Function<Values, ? extends T> make;

    private Payload(List<Field<?>> fields, Function<Values, ? extends T> make) {
        Set<String> names = new HashSet<>();
        for (Field<?> field : fields) {
            if (!names.add(field.name)) {
                throw new IllegalArgumentException("two fields have the name " + field.name);
            }
        }
        this.fields = List.copyOf(fields);
        this.make = make;
    }

    /**
     * Creates a payload.
     *
     * @param make creates the value; called only if all fields are valid. It may throw an {@link InvalidRequestException} for
     *     values that do not fit together. It may read the clock: a repeated command is recognized by its payload
     * @param fields the fields, in the order in which their errors are reported
     * @throws IllegalArgumentException if two fields have the same name
     */
    public static <T> Payload<T> of(Function<Values, ? extends T> make, Field<?>... fields) {
        return new Payload<>(List.of(fields), make);
    }

    /**
     * Creates a payload that is read as a record. Each component of the record needs a field with its name, and each field a
     * component. A component has the type of the values of its field: {@code String}, {@code long} or {@code boolean}. It may
     * be {@code int} if the range of the field allows it. For a field that is {@link Field#optional}, it is an {@code Optional},
     * or nullable like {@code @Nullable Long}.
     *
     * @param type the type of the record; in a module, its package must be open to {@code dev.iii.eventsourcing}
     * @param fields the fields, in the order in which their errors are reported
     * @throws IllegalArgumentException if the fields and the components do not fit
     * @throws java.lang.reflect.InaccessibleObjectException if the package of the record is not open
     */
    public static <T extends Record> Payload<T> of(Class<T> type, Field<?>... fields) {
        return new Payload<>(List.of(fields), new RecordMaker<>(type, List.of(fields)));
    }

    /**
     * Reads a payload.
     *
     * @param payload a JSON object; any other JSON value is treated as an object without fields
     * @throws InvalidRequestException if a field is invalid or unknown; the exception lists all of them and maps to status 400
     */
    public T read(Json payload) {
        Map<String, Json> given = payload.fields();
        List<FieldError> errors = new ArrayList<>();
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>(Set.of(CALLER));
        for (Field<?> field : fields) {
            known.add(field.name);
            Json value = given.getOrDefault(field.name, Json.NULL);
            try {
                Object read = field.read(value, given.isEmpty());
                if (read != null) {
                    values.put(field, read);
                }
            } catch (Invalid e) {
                errors.add(new FieldError(field.name, e.rule));
            }
        }
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                errors.add(new FieldError(shortened(name), "is not a field of this request"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        return make.apply(new Values(fields, values));
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    }

    /** Returns this payload as the input of a function. */
    public InputType<T> input() {
        return InputType.readBy(this::read);
    }

    /** Returns the JSON Schema of the payload. */
    public Json schema() {
        Map<String, Json> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.name, field.schema));
        List<String> required =
                fields.stream().filter(field -> field.required).map(Field::name).toList();
        return Json.of(Map.of(
                "type", "object", "required", required, "properties", properties, "additionalProperties", false));
    }

    /** The values of the fields of a payload. Immutable. */
    public static final class Values {

        private final List<Field<?>> fields;
        private final Map<Field<?>, Object> values;

        private Values(List<Field<?>> fields, Map<Field<?>, Object> values) {
            this.fields = fields;
            this.values = values;
        }

        /**
         * Returns the value of a field that is required or has a default.
         *
         * @throws IllegalArgumentException if the field is optional and missing, or does not belong to this payload
         */
        public <V> V get(Field<V> field) {
            return find(field)
                    .orElseThrow(() -> new IllegalArgumentException("field " + field.name
                            + " is optional and was not sent; use find(…), or declare a default with otherwise(…)"));
        }

        /**
         * Returns the value of a field; empty if it is optional and was not sent.
         *
         * @throws IllegalArgumentException if the field does not belong to this payload
         */
        @SuppressWarnings("unchecked") // a field reads values of its type
        public <V> Optional<V> find(Field<V> field) {
            if (!fields.contains(field)) {
                throw new IllegalArgumentException("field " + field.name + " is not declared for this payload");
            }
            return Optional.ofNullable((V) values.get(field));
        }
    }

    /**
     * A field of a payload. A missing field and JSON null are the same. Fields are required unless {@link #optional} or {@link
     * #otherwise} is called. Immutable and thread-safe.
     *
     * @param <V> the type of the values
     */
    public static final class Field<V> {

        private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
        private static final int MAX_NUMBER_LENGTH = 20;

        private final String name;
        private final Class<V> type;
        private final Json schema;
        private final Reader<V> reader;
        private final boolean required;
        private final @Nullable V otherwise;

        private interface Reader<V> {
            V read(Json value) throws Invalid;
        }

        private Field(
                String name, Class<V> type, Json schema, Reader<V> reader, boolean required, @Nullable V otherwise) {
            this.name = name;
            this.type = type;
            this.schema = schema;
            this.reader = reader;
            this.required = required;
            this.otherwise = otherwise;
        }

        /**
         * Creates a field for a string.
         *
         * @param name the name of the field
         * @param pattern the whole string must match
         * @param rule the message for other values, for example {@code must be 1 to 20 letters}
         */
        public static Field<String> text(String name, Pattern pattern, String rule) {
            return text(
                    name,
                    Map.of("type", "string", "pattern", "^(?:" + pattern.pattern() + ")$", "description", rule),
                    text -> pattern.matcher(text).matches(),
                    rule);
        }

        /**
         * Creates a field for a string.
         *
         * @param name the name of the field
         * @param allowed returns {@code true} for allowed values
         * @param rule the message for other values
         */
        public static Field<String> text(String name, Predicate<String> allowed, String rule) {
            return text(name, Map.of("type", "string", "description", rule), allowed, rule);
        }

        private static Field<String> text(String name, Map<String, ?> schema, Predicate<String> allowed, String rule) {
            return required(name, String.class, schema, value -> {
                String text = value.text().startsWith("\"") ? value.as(String.class) : null;
                if (text == null) {
                    throw new Invalid("must be a string");
                }
                if (!allowed.test(text)) {
                    throw new Invalid(rule);
                }
                return text;
            });
        }

        /**
         * Creates a field for a whole number. Numbers such as {@code 1.0} and {@code 1e3} are refused.
         *
         * @param name the name of the field
         * @param min the smallest allowed number
         * @param max the largest allowed number
         */
        public static Field<Long> whole(String name, long min, long max) {
            return whole(name, min, max, false);
        }

        /**
         * Creates a field for a whole number that may also be a string, because all query parameters of a URL are strings.
         * Otherwise like {@link #whole}.
         */
        public static Field<Long> wholeParameter(String name, long min, long max) {
            return whole(name, min, max, true);
        }

        private static Field<Long> whole(String name, long min, long max, boolean parameter) {
            return required(name, Long.class, Map.of("type", "integer", "minimum", min, "maximum", max), value -> {
                String text = value.text();
                boolean quoted = parameter && text.length() > 1 && text.startsWith("\"");
                return number(quoted ? text.substring(1, text.length() - 1) : text, min, max);
            });
        }

        /** Checks the number in its written form, so that no digits are lost. */
        private static long number(String written, long min, long max) throws Invalid {
            if (!WHOLE.matcher(written).matches()) {
                throw new Invalid("must be a whole number");
            }
            if (written.length() > MAX_NUMBER_LENGTH
                    || new BigDecimal(written).compareTo(BigDecimal.valueOf(min)) < 0
                    || new BigDecimal(written).compareTo(BigDecimal.valueOf(max)) > 0) {
                throw new Invalid("must be from " + min + " to " + max);
            }
            return Long.parseLong(written);
        }

        /**
         * Creates a field for a boolean that may also be a string, because all query parameters of a URL are strings.
         *
         * @param name the name of the field
         */
        public static Field<Boolean> flagParameter(String name) {
            return required(name, Boolean.class, Map.of("type", "boolean"), value -> switch (value.text()
                    .replace("\"", "")) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new Invalid("must be true or false");
            });
        }

        private static <V> Field<V> required(String name, Class<V> type, Map<String, ?> schema, Reader<V> reader) {
            return new Field<>(name, type, Json.of(schema), reader, true, null);
        }

        /** Returns a copy that may be missing. {@link Values#find} returns its value. */
        public Field<V> optional() {
            return new Field<>(name, type, schema, reader, false, null);
        }

        /** Returns a copy that may be missing and then has a default. */
        public Field<V> otherwise(V value) {
            return new Field<>(name, type, schema, reader, false, value);
        }

        /** Returns the name. */
        public String name() {
            return name;
        }

        Class<V> type() {
            return type;
        }

        /** Returns {@code true} if all values are whole numbers in the range of an {@code int}. */
        boolean isInt() {
            return type == Long.class && limit("minimum") >= Integer.MIN_VALUE && limit("maximum") <= Integer.MAX_VALUE;
        }

        private long limit(String keyword) {
            return Long.parseLong(schema.field(keyword).text());
        }

        /** Returns {@code true} if the field may be missing and has no default. */
        boolean isOptional() {
            return !required && otherwise == null;
        }

        private @Nullable V read(Json value, boolean noFields) throws Invalid {
            if (!value.isNull()) {
                return reader.read(value);
            }
            if (required) {
                throw new Invalid(
                        noFields
                                ? "is missing; send a JSON object, with content-type application/json over HTTP"
                                : "is missing");
            }
            return otherwise;
        }
    }

    /** The value of a field is not allowed. */
    @SuppressWarnings("serial") // never written
    private static final class Invalid extends Exception {

        private final String rule;

        Invalid(String rule) {
            super(rule, null, false, false);
            this.rule = rule;
        }
    }
}
