/** JSON by Jackson: the default codec, and the small trees that the SDK itself needs. */
@NullMarked
package dev.iii.sdk.internal.json;

import org.jspecify.annotations.NullMarked;
