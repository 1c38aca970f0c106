/** Checks arguments. */
@NullMarked
package dev.iii.sdk.internal.check;

import org.jspecify.annotations.NullMarked;
