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
 * Reads the fields of a request and remembers what is wrong with each, so that a client hears of all mistakes at once.
 * Reading into a record would stop at the first. Not thread-safe.
 *
 * <p>Messages tell the rule and never repeat the value: it may be a megabyte long, or a script.
 */
public final class Form {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final int LONGEST_NUMBER = 20;
    private static final String SKU_RULE = "must be 1 to 64 letters, digits, '.', '_' or '-'";
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, Json> fields;
    private final List<FieldError> errors = new ArrayList<>();

    /** @param request an object; anything else has no fields */
    public Form(Json request) {
        this.fields = request.fields();
    }

    /** The SKU in the field {@code sku}. It is part of keys in the state, so it is a plain word. */
    public String sku() {
        return text("sku", SKU_RULE, sku -> SKU.matcher(sku).matches());
    }

    /** A text that obeys a rule; an empty one after a mistake. */
    public String text(String field, String rule, Predicate<String> allowed) {
        Json value = fields.getOrDefault(field, Json.NULL);
        if (value.isNull()) {
            return missing(field, "");
        }
        if (!value.text().startsWith("\"")) {
            return wrong(field, "must be a text", "");
        }
        String text = value.as(String.class);
        return text != null && allowed.test(text) ? text : wrong(field, rule, "");
    }

    /** A whole number in a range; the smallest one after a mistake. */
    public long whole(String field, long min, long max) {
        Json value = fields.getOrDefault(field, Json.NULL);
        return value.isNull() ? missing(field, min) : whole(field, value.text(), min, max);
    }

    /** A whole number that may be left out. */
    public long whole(String field, long min, long max, long otherwise) {
        return fields.getOrDefault(field, Json.NULL).isNull() ? otherwise : whole(field, min, max);
    }

    /** A whole number that may be left out, and that may be a text, as it is in the query of a URL. */
    public int parameter(String field, int min, int max, int otherwise) {
        Json value = fields.getOrDefault(field, Json.NULL);
        if (value.isNull()) {
            return otherwise;
        }
        String text = value.text();
        boolean quoted = text.length() > 1 && text.startsWith("\"");
        return (int) whole(field, quoted ? text.substring(1, text.length() - 1) : text, min, max);
    }

    /** Numbers are looked at as they were written: 1.5 and 1e400 are no whole numbers, and no digit is lost. */
    private long whole(String field, String written, long min, long max) {
        if (!WHOLE.matcher(written).matches()) {
            return wrong(field, "must be a whole number", min);
        }
        boolean fits = written.length() <= LONGEST_NUMBER
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
     * To be called when everything has been read.
     *
     * @throws InvalidRequestException with all that is wrong: status 400
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
