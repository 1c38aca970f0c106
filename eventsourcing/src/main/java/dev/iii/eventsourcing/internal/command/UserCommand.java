package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.internal.log.Command;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.sdk.error.FunctionException;
import org.jspecify.annotations.Nullable;

/**
 * A command of the user on the protocol of the log. Thread-safe.
 *
 * @param <C> the type of all commands
 * @param <E> the type of all events
 * @param <S> the state
 */
final class UserCommand<C, E, S> implements Command<S> {

    private final Decider<C, E, S> decider;
    private final EventJson<E> json;
    private final CommandRunner.Environment environment;
    private final String stream;
    private final C command;
    private final CommandOptions options;
    private final String id;
    private final @Nullable String fingerprint;

    UserCommand(
            Decider<C, E, S> decider,
            EventJson<E> json,
            CommandRunner.Environment environment,
            String stream,
            C command,
            CommandOptions options,
            String fingerprint) {
        this.decider = decider;
        this.json = json;
        this.environment = environment;
        this.stream = stream;
        this.command = command;
        this.options = options;
        this.id = options.commandId().orElseGet(() -> EventIds.create(0, environment.random()));
        this.fingerprint = options.commandId().isPresent() ? fingerprint : null;
    }

    String stream() {
        return stream;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public @Nullable String fingerprint() {
        return fingerprint;
    }

    @Override
    public Verdict decide(S state, long version) {
        if (options.expectedVersion().isPresent() && options.expectedVersion().getAsLong() != version) {
            return new Refuse(
                    Failures.versionConflict(stream, options.expectedVersion().getAsLong(), version));
        }
        Decision<E> decision = Deciding.run(() -> decider.decide(command, state));
        if (decision == null) {
            throw new IllegalStateException(
                    "Decider.decide has returned null; it must return Decision.accept(…) or Decision.refuse(…)");
        }
        if (decision instanceof Decision.Accepted<E> accepted) {
            return accepted.events().isEmpty()
                    ? new Nothing()
                    : new Accept(accepted.events().size(), json.write(accepted.events()));
        }
        Decision.Refused<E> refused = (Decision.Refused<E>) decision;
        return new Refuse(new FunctionException(refused.code(), refused.message()).withHttpStatus(refused.status()));
    }

    @Override
    public Entry entry(Accept accept, String prev, long n, int attempt, boolean end) {
        return new Entry(
                EventIds.create(n, environment.random()),
                prev,
                n,
                accept.count(),
                id,
                fingerprint,
                environment.clock().millis(),
                options.correlationId().orElse(null),
                options.causationId().orElse(null),
                accept.events(),
                end);
    }
}
