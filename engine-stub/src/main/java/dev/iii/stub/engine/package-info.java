/**
 * The functions by which workers talk to the engine itself: announcing themselves, and triggers that outlive their
 * connection (engine behaviour, sections 2 and 8).
 */
@NullMarked
package dev.iii.stub.engine;

import org.jspecify.annotations.NullMarked;
