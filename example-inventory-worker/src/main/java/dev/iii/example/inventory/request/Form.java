package dev.iii.example.inventory.request;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the fields of a request and collects their errors, so that a client gets all errors in one response. If the SDK read
 * the request into a record, it would report only the first error. Not thread-safe.
 *
 * <p>The messages contain the rule but not the value, because the value may be very long or contain a script.
 */
public final class Form {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final int MAX_NUMBER_LENGTH = 20;
    private static final String SKU_RULE = "must be 1 to 64 letters, digits, '.', '_' or '-'";
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, Json> fields;
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
        Json value = fields.getOrDefault(field, Json.NULL);
        if (value.isNull()) {
            return missing(field, "");
        }
        if (!value.text().startsWith("\"")) {
            return wrong(field, "must be a string", "");
        }
        String text = value.as(String.class);
        return text != null && allowed.test(text) ? text : wrong(field, rule, "");
    }

    /** Returns a required whole number from {@code min} to {@code max}. If it is invalid, records an error and returns min. */
    public long whole(String field, long min, long max) {
        Json value = fields.getOrDefault(field, Json.NULL);
        return value.isNull() ? missing(field, min) : whole(field, value.text(), min, max);
    }

    /** Returns an optional whole number, or {@code otherwise} if it is missing or null. */
    public long whole(String field, long min, long max, long otherwise) {
        return fields.getOrDefault(field, Json.NULL).isNull() ? otherwise : whole(field, min, max);
    }

    /** Returns an optional whole number that may also be a string, because all query parameters of a URL are strings. */
    public int parameter(String field, int min, int max, int otherwise) {
        Json value = fields.getOrDefault(field, Json.NULL);
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
     * Checks that no error was recorded. Must be called after all fields have been read.
     *
     * @throws InvalidRequestException if a field is invalid; the exception lists every invalid field and maps to status 400
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
