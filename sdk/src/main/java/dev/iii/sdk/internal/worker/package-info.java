/** Assembles the parts of a worker. */
@NullMarked
package dev.iii.sdk.internal.worker;

import org.jspecify.annotations.NullMarked;
