/** Updates of JSON values, for workers that store values themselves. */
@NullMarked
package dev.iii.sdk.internal.state;

import org.jspecify.annotations.NullMarked;
