/**
 * The worker {@code iii-http-functions}: functions that the engine calls by HTTP requests (engine behaviour, section
 * 15).
 */
@NullMarked
package dev.iii.stub.httpfunctions;

import org.jspecify.annotations.NullMarked;
