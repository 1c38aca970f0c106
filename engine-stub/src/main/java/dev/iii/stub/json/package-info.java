/**
 * Reads the inputs of built-in functions as strictly as the real engine, with the same error messages.
 *
 * <p>{@link dev.iii.stub.json.Struct} describes an input once. It reads the input, rejects an input that does not have
 * its shape, and creates the JSON Schema that discovery shows. Values remain slices of the message until they are
 * needed.
 *
 * <p>Depends on the raw JSON of the protocol and on no other part of the engine.
 */
@NullMarked
package dev.iii.stub.json;

import org.jspecify.annotations.NullMarked;
