/** Updates of JSON values, for those who keep values themselves. */
@NullMarked
package dev.iii.sdk.internal.state;

import org.jspecify.annotations.NullMarked;
