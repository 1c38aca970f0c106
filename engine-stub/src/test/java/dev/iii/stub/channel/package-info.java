/** Tests of channels, with and without sockets. */
@NullMarked
package dev.iii.stub.channel;

import org.jspecify.annotations.NullMarked;
