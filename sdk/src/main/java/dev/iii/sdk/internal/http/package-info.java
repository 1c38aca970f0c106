/** The format of HTTP requests and responses between the engine and workers. */
@NullMarked
package dev.iii.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
