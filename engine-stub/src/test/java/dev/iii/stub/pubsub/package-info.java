/** Tests of the publish and subscribe worker on an engine without sockets. */
@NullMarked
package dev.iii.stub.pubsub;

import org.jspecify.annotations.NullMarked;
