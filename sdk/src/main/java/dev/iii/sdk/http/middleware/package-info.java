/** Functions that run before the function of an HTTP route: middleware and conditions. */
@NullMarked
package dev.iii.sdk.http.middleware;

import org.jspecify.annotations.NullMarked;
