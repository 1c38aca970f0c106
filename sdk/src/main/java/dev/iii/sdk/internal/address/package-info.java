/** Parses addresses of the engine. */
@NullMarked
package dev.iii.sdk.internal.address;

import org.jspecify.annotations.NullMarked;
