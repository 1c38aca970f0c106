/**
 * Where values are kept: groups of keys with JSON values, and the operations that change a part of a value in one step.
 *
 * <p>Shared by the rooms that store something. Knows nothing of functions, triggers and connections.
 */
@NullMarked
package dev.iii.stub.store;

import org.jspecify.annotations.NullMarked;
