package dev.iii.sdk.json;

/**
 * A payload or an answer that has one form on the wire, whatever codec the worker uses: the answers that the engine
 * itself understands. It counts where it is the whole payload, not inside of another value. Implementations are
 * immutable, or give a value of one moment.
 */
public interface ToJson {

    /** This value as the engine takes it. */
    Json toJson();
}
