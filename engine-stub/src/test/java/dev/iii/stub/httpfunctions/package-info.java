/** Tests of HTTP-invoked functions against a real HTTP server. */
@NullMarked
package dev.iii.stub.httpfunctions;

import org.jspecify.annotations.NullMarked;
