/** Triggers and what the provider of a trigger type does with them. */
@NullMarked
package dev.iii.stub.core.trigger;

import org.jspecify.annotations.NullMarked;
