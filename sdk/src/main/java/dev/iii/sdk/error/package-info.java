/** The failures that a worker reports: one small family of unchecked exceptions, one class per cause. */
@NullMarked
package dev.iii.sdk.error;

import org.jspecify.annotations.NullMarked;
