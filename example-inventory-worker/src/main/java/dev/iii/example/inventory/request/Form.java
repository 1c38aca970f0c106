package dev.iii.example.inventory.request;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request and collects their errors, so that a client gets all errors in one response. A field that is
 * not read is an error, too: a misspelt field would be another request than the client meant. Not thread-safe.
 *
 * <p>The messages contain the rule but not the value, because the value may be very long or contain a script.
 */
public final class Form {

    /** The SDK adds this field to calls of other workers. */
    private static final String CALLER = "_caller_worker_id";

    private static final int MAX_NAME_LENGTH = 100;
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final int MAX_NUMBER_LENGTH = 20;
    private static final String SKU_RULE = "must be 1 to 64 letters, digits, '.', '_' or '-'";
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, Json> fields;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * Creates a form for a request.
     *
     * @param request a JSON object; any other JSON value is treated as an object without fields
     */
    public Form(Json request) {
        this.fields = request.fields();
    }

    /** Returns the SKU in the field {@code sku}. Only a few characters are allowed, because it becomes part of state keys. */
    public String sku() {
        return text("sku", SKU_RULE, sku -> SKU.matcher(sku).matches());
    }

    /**
     * Returns a required string. If it is invalid, records an error and returns an empty string.
     *
     * @param field the name of the field
     * @param rule the message if the value is not allowed
     * @param allowed returns {@code true} for allowed values
     */
    public String text(String field, String rule, Predicate<String> allowed) {
        Json value = field(field);
        return value.isNull() ? missing(field, "") : text(field, value, rule, allowed);
    }

    /** Returns an optional string. Otherwise like {@link #text}. */
    public Optional<String> optionalText(String field, String rule, Predicate<String> allowed) {
        Json value = field(field);
        return value.isNull() ? Optional.empty() : Optional.of(text(field, value, rule, allowed));
    }

    private String text(String field, Json value, String rule, Predicate<String> allowed) {
        if (!value.text().startsWith("\"")) {
            return wrong(field, "must be a string", "");
        }
        String text = value.as(String.class);
        return text != null && allowed.test(text) ? text : wrong(field, rule, "");
    }

    /** Returns a required whole number from {@code min} to {@code max}. If it is invalid, records an error and returns min. */
    public long whole(String field, long min, long max) {
        Json value = field(field);
        return value.isNull() ? missing(field, min) : whole(field, value.text(), min, max);
    }

    /** Returns an optional whole number, or {@code null} if it is missing or null. */
    public @Nullable Long optionalWhole(String field, long min, long max) {
        return field(field).isNull() ? null : whole(field, min, max);
    }

    /** Returns an optional boolean that may also be a string, because all query parameters of a URL are strings. */
    public boolean flag(String field) {
        String text = field(field).text().replace("\"", "");
        return switch (text) {
            case "true" -> true;
            case "false", "null" -> false;
            default -> wrong(field, "must be true or false", false);
        };
    }

    /** Returns an optional whole number that may also be a string, because all query parameters of a URL are strings. */
    public int parameter(String field, int min, int max, int otherwise) {
        Json value = field(field);
        if (value.isNull()) {
            return otherwise;
        }
        String text = value.text();
        boolean quoted = text.length() > 1 && text.startsWith("\"");
        return (int) whole(field, quoted ? text.substring(1, text.length() - 1) : text, min, max);
    }

    /** Checks the number in its written form. Values such as 1.5 and 1e400 are rejected, and no digits are lost. */
    private long whole(String field, String written, long min, long max) {
        if (!WHOLE.matcher(written).matches()) {
            return wrong(field, "must be a whole number", min);
        }
        boolean fits = written.length() <= MAX_NUMBER_LENGTH
                && new BigDecimal(written).compareTo(BigDecimal.valueOf(min)) >= 0
                && new BigDecimal(written).compareTo(BigDecimal.valueOf(max)) <= 0;
        return fits ? Long.parseLong(written) : wrong(field, "must be from " + min + " to " + max, min);
    }

    private Json field(String field) {
        known.add(field);
        return fields.getOrDefault(field, Json.NULL);
    }

    private <T> T missing(String field, T otherwise) {
        return wrong(
                field,
                fields.isEmpty()
                        ? "is missing; send a JSON object, with content-type application/json over HTTP"
                        : "is missing",
                otherwise);
    }

    private <T> T wrong(String field, String problem, T otherwise) {
        errors.add(new FieldError(field, problem));
        return otherwise;
    }

    /**
     * Checks that no error was recorded and that all fields of the request were read. Must be called after all fields have been read.
     *
     * @throws InvalidRequestException if a field is invalid; the exception lists every invalid field and maps to status 400
     */
    public void check() {
        for (String field : fields.keySet()) {
            if (!known.contains(field) && !field.equals(CALLER)) {
                errors.add(new FieldError(shortened(field), "is not a field of this request"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }

    private static String shortened(String field) {
        return field.length() <= MAX_NAME_LENGTH ? field : field.substring(0, MAX_NAME_LENGTH) + "…";
    }
}
