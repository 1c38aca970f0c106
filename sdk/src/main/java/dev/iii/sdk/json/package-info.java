/**
 * JSON values and their conversion from and to Java types. The JSON library can be replaced with
 * {@link dev.iii.sdk.json.JsonCodec}.
 */
@NullMarked
package dev.iii.sdk.json;

import org.jspecify.annotations.NullMarked;
