package dev.iii.sdk.internal.jackson;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;

/** A value has no JSON form that another worker could read. The message contains the remedy, but not the value. */
final class UnwritableException extends DatabindException {

    private static final long serialVersionUID = 1;

    UnwritableException(JsonGenerator generator, String reason) {
        super(generator, reason);
    }
}
