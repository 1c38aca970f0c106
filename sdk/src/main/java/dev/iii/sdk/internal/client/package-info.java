/** What the clients of the engine's functions have in common. */
@NullMarked
package dev.iii.sdk.internal.client;

import org.jspecify.annotations.NullMarked;
