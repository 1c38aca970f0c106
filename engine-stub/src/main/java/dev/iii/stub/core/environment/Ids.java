package dev.iii.stub.core.environment;

import java.util.UUID;

/** Creates ids. Thread-safe. */
public interface Ids {

    /** Returns a new id. It is unique, but not a secret: from some ids others can be guessed. */
    UUID next();

    /** Returns a new secret in the form of an id, which cannot be guessed. */
    UUID secret();
}
