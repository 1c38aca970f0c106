package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/** A value does not have the shape that {@code @JsonFormat} requires. */
final class ShapeMismatchException extends DatabindException {

    private static final long serialVersionUID = 1;

    private final JsonFormat.Shape shape;

    ShapeMismatchException(JsonParser parser, JsonFormat.Shape shape) {
        super(parser, "the value has another shape");
        this.shape = shape;
    }

    TypeDescriptions.Expected expected() {
        return shape.isNumeric()
                ? new TypeDescriptions.Expected("a number (@JsonFormat)", Kind.NUMBER)
                : new TypeDescriptions.Expected("a string (@JsonFormat)", Kind.STRING);
    }
}
