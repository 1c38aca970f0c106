/** Policies of waiting: backoff, retries, reconnecting and heartbeats. */
@NullMarked
package dev.iii.sdk.policy;

import org.jspecify.annotations.NullMarked;
