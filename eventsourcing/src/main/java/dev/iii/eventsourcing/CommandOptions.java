package dev.iii.eventsourcing;

import java.util.Optional;
import java.util.OptionalLong;

/** The options of one command. Immutable: every method that takes a value returns a copy. */
public final class CommandOptions {

    /** The options of a command that has none. */
    public static final CommandOptions NONE =
            new CommandOptions(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_LENGTH = 200;

    private final Optional<String> commandId;
    private final OptionalLong expectedVersion;
    private final Optional<String> correlationId;
    private final Optional<String> causationId;

    private CommandOptions(
            Optional<String> commandId,
            OptionalLong expectedVersion,
            Optional<String> correlationId,
            Optional<String> causationId) {
        this.commandId = commandId;
        this.expectedVersion = expectedVersion;
        this.correlationId = correlationId;
        this.causationId = causationId;
    }

    /**
     * Sets the idempotency key of the command. A command that was accepted before with the same key is not executed again; the
     * caller gets the same result. A command without events leaves no trace, so its key may be used again. Default: a generated id.
     *
     * @param id the key, 1 to 200 characters
     * @throws IllegalArgumentException if the key is empty or too long
     */
    public CommandOptions commandId(String id) {
        return new CommandOptions(checked("command id", id), expectedVersion, correlationId, causationId);
    }

    /**
     * Requires that the stream has this version, which is the number of its last event, or 0. Otherwise the command is refused
     * with {@code version_conflict} and status 409. Default: any version.
     *
     * @param version the version, at least 0
     * @throws IllegalArgumentException if the version is negative
     */
    public CommandOptions expectedVersion(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("the expected version is " + version + "; it must be at least 0");
        }
        return new CommandOptions(commandId, OptionalLong.of(version), correlationId, causationId);
    }

    /**
     * Sets the id that connects events of several streams. Default: none.
     *
     * @param id the id, 1 to 200 characters
     * @throws IllegalArgumentException if the id is empty or too long
     */
    public CommandOptions correlationId(String id) {
        return new CommandOptions(commandId, expectedVersion, checked("correlation id", id), causationId);
    }

    /**
     * Sets the id of the message that caused the command. Default: none.
     *
     * @param id the id, 1 to 200 characters
     * @throws IllegalArgumentException if the id is empty or too long
     */
    public CommandOptions causationId(String id) {
        return new CommandOptions(commandId, expectedVersion, correlationId, checked("causation id", id));
    }

    /** Returns the idempotency key. */
    public Optional<String> commandId() {
        return commandId;
    }

    /** Returns the required version. */
    public OptionalLong expectedVersion() {
        return expectedVersion;
    }

    /** Returns the id that connects events of several streams. */
    public Optional<String> correlationId() {
        return correlationId;
    }

    /** Returns the id of the message that caused the command. */
    public Optional<String> causationId() {
        return causationId;
    }

    private static Optional<String> checked(String what, String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + id.length() + " characters; it must have 1 to " + MAX_LENGTH);
        }
        return Optional.of(id);
    }
}
