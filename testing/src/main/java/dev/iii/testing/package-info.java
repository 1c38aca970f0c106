/**
 * An engine and workers for tests. {@link dev.iii.testing.EngineTest} on a class is all that most need; {@link
 * dev.iii.testing.EngineExtension} takes options.
 */
@NullMarked
package dev.iii.testing;

import org.jspecify.annotations.NullMarked;
