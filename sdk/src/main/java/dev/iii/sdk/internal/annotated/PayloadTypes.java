package dev.iii.sdk.internal.annotated;

import java.lang.reflect.Type;

/** Says which types the codec of a worker can read and write. Thread-safe. */
public interface PayloadTypes {

    /**
     * Accepts a type whose values can be read.
     *
     * @throws IllegalArgumentException if a value of the type can never be read; the message contains the remedy
     */
    void requireReadable(Type type, String what);

    /**
     * Accepts a type whose values can be written.
     *
     * @throws IllegalArgumentException if a value of the type can never be written; the message contains the remedy
     */
    void requireWritable(Type type, String what);
}
