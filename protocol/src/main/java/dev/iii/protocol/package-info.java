/**
 * The worker protocol: one record per frame, the payloads as raw JSON, and a codec that makes one pass over the bytes.
 *
 * <p>Field names, their obligation and their meaning are those of {@code docs/engine-behaviour.md}, section 3. A new
 * field of the wire is appended to its record as a nullable component: absent and {@code null} mean the same, unknown
 * fields are ignored.
 */
@NullMarked
package dev.iii.protocol;

import org.jspecify.annotations.NullMarked;
