/** The stream worker on an engine without sockets, but for its port. */
@NullMarked
package dev.iii.stub.stream;

import org.jspecify.annotations.NullMarked;
