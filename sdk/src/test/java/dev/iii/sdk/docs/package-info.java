/** The examples of the documentation, compiled. */
@NullMarked
package dev.iii.sdk.docs;

import org.jspecify.annotations.NullMarked;
