/** The sockets of consumers of streams. */
@NullMarked
package dev.iii.sdk.internal.stream;

import org.jspecify.annotations.NullMarked;
