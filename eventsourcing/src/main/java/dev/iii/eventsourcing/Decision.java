package dev.iii.eventsourcing;

import java.util.List;

/**
 * A decision of a {@link Decider} about a command. Immutable.
 *
 * @param <E> the type of all events
 */
public sealed interface Decision<E> {

    /**
     * The command is accepted.
     *
     * @param events the events in their order; they are all appended, or none. An empty list means that nothing happens: the
     *     caller gets a result, and the log does not change
     */
    record Accepted<E>(List<E> events) implements Decision<E> {

        /** Copies the events. */
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * The command is refused. The log does not change, and the same command may be accepted later.
     *
     * @param code the code for programs, for example {@code not_enough_stock}
     * @param status the status of the HTTP response, from 400 to 499
     * @param message a description for humans
     */
    record Refused<E>(String code, int status, String message) implements Decision<E> {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if the code is blank or the status is out of range
         */
        public Refused {
            if (code.isBlank()) {
                throw new IllegalArgumentException("the code of a refusal is blank");
            }
            if (status < 400 || status > 499) {
                throw new IllegalArgumentException(
                        "the status of refusal " + code + " is " + status + "; it must be from 400 to 499");
            }
        }
    }

    /** Accepts the command with events, or with none if nothing happens. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only copied
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    /**
     * Refuses the command.
     *
     * @param code the code for programs, for example {@code not_enough_stock}
     * @param status the status of the HTTP response, from 400 to 499
     * @param message a description for humans
     * @throws IllegalArgumentException if the code is blank or the status is out of range
     */
    static <E> Decision<E> refuse(String code, int status, String message) {
        return new Refused<>(code, status, message);
    }
}
