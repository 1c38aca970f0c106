/** Detects subscriptions that stopped receiving messages. */
@NullMarked
package dev.iii.sdk.internal.subscription;

import org.jspecify.annotations.NullMarked;
