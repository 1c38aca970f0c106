/**
 * The query side. Each projection maintains a view in a separate scope of the state. A view contains one value per SKU,
 * together with the position in the log up to which the value is current.
 *
 * <p><b>Messages are hints.</b> A published message may be lost, duplicated or reordered (engine behaviour, section 10). A
 * projection therefore uses a message only as a hint that the log of a SKU has grown. It then reads the log from the
 * position of the view. Duplicated and reordered messages have no effect. If a message is lost, the next message or the
 * {@link dev.iii.example.inventory.read.Sweep} updates the view. The sweep regularly compares the views with the logs.
 *
 * <p>Views can be deleted without loss. If a scope is deleted, it is filled again from the log.
 */
@NullMarked
package dev.iii.example.inventory.read;

import org.jspecify.annotations.NullMarked;
