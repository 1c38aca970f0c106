/**
 * The API for workers of the iii engine. A worker registers functions and triggers, and calls functions of other workers.
 *
 * <p>{@link dev.iii.sdk.Iii#registerWorker} creates a {@link dev.iii.sdk.Worker}, which gives access to everything else.
 */
@NullMarked
package dev.iii.sdk;

import org.jspecify.annotations.NullMarked;
