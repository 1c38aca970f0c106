/** Runs the interceptors of users around handlers and calls. */
@NullMarked
package dev.iii.sdk.internal.interception;

import org.jspecify.annotations.NullMarked;
