/**
 * Publish and subscribe: each message on a topic is delivered to every subscriber once (engine behaviour, section 10).
 */
@NullMarked
package dev.iii.stub.pubsub;

import org.jspecify.annotations.NullMarked;
