package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/** A value does not have the shape that {@code @JsonFormat} requires. */
final class ShapeMismatchException extends DatabindException {

    private static final long serialVersionUID = 1;

    private final JsonFormat.Shape shape;
    private final transient Scalars.@Nullable Scalar scalar;

    /** @param scalar what the string must contain; {@code null} if the value is not a string */
    ShapeMismatchException(JsonParser parser, JsonFormat.Shape shape, Scalars.@Nullable Scalar scalar) {
        super(parser, "the value has another shape");
        this.shape = shape;
        this.scalar = scalar;
    }

    TypeDescriptions.Expected expected() {
        if (scalar != null) {
            return new TypeDescriptions.Expected(scalar.text() + " in a string (@JsonFormat)", Kind.STRING);
        }
        return shape.isNumeric()
                ? new TypeDescriptions.Expected("a number (@JsonFormat)", Kind.NUMBER)
                : new TypeDescriptions.Expected("a string (@JsonFormat)", Kind.STRING);
    }
}
