/** The examples of the documentation, compiled. */
@NullMarked
package dev.iii.sdk.otel.docs;

import org.jspecify.annotations.NullMarked;
