/** The state of the engine: values by scope and key, and atomic updates of a value. */
@NullMarked
package dev.iii.sdk.state;

import org.jspecify.annotations.NullMarked;
