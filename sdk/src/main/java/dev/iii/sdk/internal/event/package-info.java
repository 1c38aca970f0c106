/** Reads the payloads that the engine's triggers deliver. */
@NullMarked
package dev.iii.sdk.internal.event;

import org.jspecify.annotations.NullMarked;
