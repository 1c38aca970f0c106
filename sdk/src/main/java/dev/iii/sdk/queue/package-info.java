/** Durable topics, and the messages that nobody could work on. */
@NullMarked
package dev.iii.sdk.queue;

import org.jspecify.annotations.NullMarked;
