/**
 * The functions by which workers talk to the engine itself: announcing themselves, triggers that outlive their
 * connection, and discovery (engine behaviour, sections 2, 8 and 17).
 *
 * <p>Discovery looks at what is there when it is asked, and keeps nothing: registering and calling cost the same however
 * much there is to be listed.
 */
@NullMarked
package dev.iii.stub.engine;

import org.jspecify.annotations.NullMarked;
