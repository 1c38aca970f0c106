/**
 * Reading what the built-in functions are called with, as strictly as the real engine reads it, and with its words.
 *
 * <p>{@link dev.iii.stub.json.Struct} describes an input once: it reads it, refuses what does not fit, and yields the
 * JSON Schema that discovery shows. Values stay slices of the message until somebody needs them.
 *
 * <p>Knows the protocol's raw JSON and nothing else of the engine.
 */
@NullMarked
package dev.iii.stub.json;

import org.jspecify.annotations.NullMarked;
