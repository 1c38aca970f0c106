/** What http triggers send and want, in small parts. */
@NullMarked
package dev.iii.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
