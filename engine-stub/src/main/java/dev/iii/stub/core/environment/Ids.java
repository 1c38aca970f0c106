package dev.iii.stub.core.environment;

import java.util.UUID;

/** Creates ids. Thread-safe. */
public interface Ids {

    /** Returns a new id. It is unique, but not a secret: other ids can be guessed from it. */
    UUID next();

    /** Returns a new secret in the form of an id, which cannot be guessed. */
    UUID secret();
}
