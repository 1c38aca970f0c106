/** Channels between workers and the engine (engine behaviour, section 16). */
@NullMarked
package dev.iii.stub.core.channel;

import org.jspecify.annotations.NullMarked;
