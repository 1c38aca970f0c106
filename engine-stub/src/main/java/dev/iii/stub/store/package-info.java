/**
 * Stores values: groups of keys with JSON values, and operations that change a part of a value in one step.
 *
 * <p>Used by the engine workers that store something. Independent of functions, triggers and connections.
 */
@NullMarked
package dev.iii.stub.store;

import org.jspecify.annotations.NullMarked;
