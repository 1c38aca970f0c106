/** Tests of the configuration worker on an engine without sockets. */
@NullMarked
package dev.iii.stub.configuration;

import org.jspecify.annotations.NullMarked;
