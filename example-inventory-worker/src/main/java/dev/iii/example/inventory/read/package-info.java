/**
 * The side that answers questions. Each projection keeps a view of its own, in a scope of its own, with the position in the
 * log that it has come to.
 *
 * <p><b>Messages are hints.</b> A published message may be lost, come twice or come before an older one (engine behaviour,
 * section 10), so nothing is taken from it but that the log of a SKU has grown. The projection then reads the log from its
 * position on. Doubled and reordered messages find nothing to do, and what a lost one would have told is found at the
 * next one, or by the {@link dev.iii.example.inventory.read.Sweep}, which looks into the log every now and then.
 *
 * <p>Views are thrown away without loss: delete a scope, and it fills again from the log.
 */
@NullMarked
package dev.iii.example.inventory.read;

import org.jspecify.annotations.NullMarked;
