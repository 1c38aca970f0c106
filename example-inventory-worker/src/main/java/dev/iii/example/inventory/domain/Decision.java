package dev.iii.example.inventory.domain;

/** What the rules say to a command. */
public sealed interface Decision {

    /** It may happen, and this is what happens. */
    record Accepted(Event event) implements Decision {}

    /** It may not happen. */
    record Refused(Reason reason, String message) implements Decision {}

    /** Why a command is refused. */
    enum Reason {
        UNKNOWN_SKU,
        NOT_ENOUGH_STOCK,
        TOO_MUCH_STOCK
    }
}
