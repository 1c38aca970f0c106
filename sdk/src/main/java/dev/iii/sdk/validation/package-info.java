/** Checks of the inputs of functions, for example with Bean Validation. */
@NullMarked
package dev.iii.sdk.validation;

import org.jspecify.annotations.NullMarked;
