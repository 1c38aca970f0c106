/**
 * Puts an engine together: the engine workers that the settings ask for, the core and the worker ports. The only package
 * that knows all engine workers.
 */
@NullMarked
package dev.iii.stub.assembly;

import org.jspecify.annotations.NullMarked;
