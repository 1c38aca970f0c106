/**
 * HTTP triggers: routes on a port of their own (engine behaviour, section 14).
 *
 * <p>A request costs no thread while its function works: every step hands over to the next one when its answer comes.
 */
@NullMarked
package dev.iii.stub.http;

import org.jspecify.annotations.NullMarked;
