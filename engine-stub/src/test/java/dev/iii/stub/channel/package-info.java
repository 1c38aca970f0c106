/** Channels without sockets, and over them. */
@NullMarked
package dev.iii.stub.channel;

import org.jspecify.annotations.NullMarked;
