/** Decides when a connection is made, checked and dropped: no I/O, no threads and no clock. */
@NullMarked
package dev.iii.sdk.internal.connection;

import org.jspecify.annotations.NullMarked;
