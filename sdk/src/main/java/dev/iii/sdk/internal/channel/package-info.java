/** The ends of channels on their sockets. */
@NullMarked
package dev.iii.sdk.internal.channel;

import org.jspecify.annotations.NullMarked;
