/** The default codec, which uses Jackson, and the JSON Schemas of Java types. */
@NullMarked
package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.NullMarked;
