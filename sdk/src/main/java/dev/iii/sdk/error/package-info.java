/** Exceptions that a worker throws: unchecked, one class per cause. */
@NullMarked
package dev.iii.sdk.error;

import org.jspecify.annotations.NullMarked;
