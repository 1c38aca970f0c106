package dev.iii.stub.core.environment;

import java.util.UUID;

/** Where ids come from. Thread-safe. */
public interface Ids {

    /** A new id. Unique, cheap, and not a secret: whoever sees some can guess others. */
    UUID next();

    /** A new secret of the same form, which nobody can guess. */
    UUID secret();
}
