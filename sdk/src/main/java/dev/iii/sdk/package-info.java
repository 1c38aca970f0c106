/**
 * Workers of the iii engine: register functions and triggers, call functions of others.
 *
 * <p>{@link dev.iii.sdk.Iii#registerWorker} makes a {@link dev.iii.sdk.Worker}; everything else is reached from there.
 */
@NullMarked
package dev.iii.sdk;

import org.jspecify.annotations.NullMarked;
