/** Publish and subscribe: whatever is published on a topic goes to every subscriber of it, once (engine behaviour, section 10). */
@NullMarked
package dev.iii.stub.pubsub;

import org.jspecify.annotations.NullMarked;
