package dev.iii.eventsourcing.internal.store;

/** A log contains an event of an unknown name, or of a newer version than this program knows. */
public final class NewerEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NewerEventException(String stream, String id, String name, int version, boolean isNameKnown) {
        super("event " + id + " of stream " + stream + " is " + name + " in version " + version
                + ", which this program does not know; a newer program has written it"
                + (isNameKnown ? "" : ", or this program has renamed or removed the event"));
    }
}
