/**
 * HTTP requests and answers as functions behind http triggers see them.
 *
 * <p>A function needs nothing of this: it gets its input from path, query and body, and what it answers becomes the body
 * of the answer. Who wants more takes a {@link dev.iii.sdk.http.HttpRequest}, answers a {@link
 * dev.iii.sdk.http.HttpResponse}, or both.
 */
@NullMarked
package dev.iii.sdk.http;

import org.jspecify.annotations.NullMarked;
