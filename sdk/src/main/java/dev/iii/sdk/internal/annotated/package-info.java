/** Turns annotated methods into function definitions and triggers. */
@NullMarked
package dev.iii.sdk.internal.annotated;

import org.jspecify.annotations.NullMarked;
