/** A codec that uses Jackson 2. */
@NullMarked
package dev.iii.sdk.jackson2;

import org.jspecify.annotations.NullMarked;
