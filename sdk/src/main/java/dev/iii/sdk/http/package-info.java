/**
 * HTTP requests and responses of functions behind http triggers.
 *
 * <p>A function does not need these types: its input is built from the path, query and body of the request, and its
 * result becomes the body of the response. For access to the whole request or response, take a
 * {@link dev.iii.sdk.http.HttpRequest}, return a {@link dev.iii.sdk.http.HttpResponse}, or both.
 */
@NullMarked
package dev.iii.sdk.http;

import org.jspecify.annotations.NullMarked;
