/** Tests of the state worker on an engine without sockets. */
@NullMarked
package dev.iii.stub.state;

import org.jspecify.annotations.NullMarked;
