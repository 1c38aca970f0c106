/** Not for users. */
@NullMarked
package dev.iii.sdk.internal;

import org.jspecify.annotations.NullMarked;
