/** One connected worker: its identity, the way to send frames to it, and the lock for changes. */
@NullMarked
package dev.iii.stub.core.worker;

import org.jspecify.annotations.NullMarked;
