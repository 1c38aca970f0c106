/** Tests of the telemetry worker on an engine without sockets. */
@NullMarked
package dev.iii.stub.telemetry;

import org.jspecify.annotations.NullMarked;
