/** HTTP requests and answers as functions behind http triggers see them. */
@NullMarked
package dev.iii.sdk.http;

import org.jspecify.annotations.NullMarked;
