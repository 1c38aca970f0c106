/** Implements the clients for the state, streams, queues, configurations and discovery with calls of a worker. */
@NullMarked
package dev.iii.sdk.internal.client;

import org.jspecify.annotations.NullMarked;
