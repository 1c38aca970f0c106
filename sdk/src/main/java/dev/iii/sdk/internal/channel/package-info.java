/** The ends of channels and their sockets. */
@NullMarked
package dev.iii.sdk.internal.channel;

import org.jspecify.annotations.NullMarked;
