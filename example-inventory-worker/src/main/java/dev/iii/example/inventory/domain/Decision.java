package dev.iii.example.inventory.domain;

/** The result of {@link Inventory#decide}. Immutable. */
public sealed interface Decision {

    /** The command is allowed and leads to this event. */
    record Accepted(Event event) implements Decision {}

    /** The command is not allowed. The message is for users. */
    record Refused(Reason reason, String message) implements Decision {}

    /** The reason for which a command is refused. */
    enum Reason {
        UNKNOWN_SKU,
        NOT_ENOUGH_STOCK,
        TOO_MUCH_STOCK
    }
}
