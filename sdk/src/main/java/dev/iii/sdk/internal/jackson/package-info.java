/** The default codec, which uses Jackson, and the schemas of Java types. */
@NullMarked
package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.NullMarked;
