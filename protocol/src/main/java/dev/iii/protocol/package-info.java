/**
 * The worker protocol: one record per frame, payloads as raw JSON, and a codec that makes one pass over the bytes.
 *
 * <ul>
 *   <li>{@link dev.iii.protocol.Frame}: the frames. {@link dev.iii.protocol.Action} and {@link dev.iii.protocol.ErrorBody}
 *       are parts of frames.
 *   <li>{@link dev.iii.protocol.FrameDecoder} and {@link dev.iii.protocol.FrameEncoder}: the codec.
 *   <li>{@link dev.iii.protocol.RawJson} and {@link dev.iii.protocol.JsonBuffer}: JSON that is not parsed.
 * </ul>
 *
 * <p>The names and the meaning of the fields are specified in {@code docs/engine-behaviour.md}, section 3, as is which
 * fields are required. "Section" in the comments of this package refers to that document. A new field is appended to its
 * record as a nullable component. An absent field and {@code null} mean the same, and unknown fields are ignored.
 */
@NullMarked
package dev.iii.protocol;

import org.jspecify.annotations.NullMarked;
