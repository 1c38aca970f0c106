/** Calls of functions and their options. */
@NullMarked
package dev.iii.sdk.call;

import org.jspecify.annotations.NullMarked;
