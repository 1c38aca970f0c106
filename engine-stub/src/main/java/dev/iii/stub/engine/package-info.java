/**
 * The functions of the engine itself: announcements of workers, triggers that outlive their connection, and discovery
 * (engine behaviour, sections 2, 8 and 17).
 *
 * <p>Discovery reads the current registrations on each call and stores nothing. The cost of registering and calling
 * therefore does not depend on the number of registrations.
 */
@NullMarked
package dev.iii.stub.engine;

import org.jspecify.annotations.NullMarked;
