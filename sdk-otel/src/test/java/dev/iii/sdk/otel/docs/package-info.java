/** Compiled versions of the examples in the documentation. */
@NullMarked
package dev.iii.sdk.otel.docs;

import org.jspecify.annotations.NullMarked;
