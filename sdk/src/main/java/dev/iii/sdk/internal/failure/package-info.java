/** Translates between exceptions and error bodies of the protocol. */
@NullMarked
package dev.iii.sdk.internal.failure;

import org.jspecify.annotations.NullMarked;
