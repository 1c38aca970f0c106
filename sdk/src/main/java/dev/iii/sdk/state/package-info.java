/** The engine's state: values by scope and key, and atomic updates of one value. */
@NullMarked
package dev.iii.sdk.state;

import org.jspecify.annotations.NullMarked;
