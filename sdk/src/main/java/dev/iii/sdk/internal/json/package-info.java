/**
 * The implementation of JSON values, and helpers to read and build the objects that the SDK exchanges with the engine.
 */
@NullMarked
package dev.iii.sdk.internal.json;

import org.jspecify.annotations.NullMarked;
