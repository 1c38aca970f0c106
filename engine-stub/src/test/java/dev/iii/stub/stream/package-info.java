/** Tests of the stream worker on an engine without sockets, except for its port. */
@NullMarked
package dev.iii.stub.stream;

import org.jspecify.annotations.NullMarked;
