@NullMarked
package dev.iii.stub.queue;

import org.jspecify.annotations.NullMarked;
