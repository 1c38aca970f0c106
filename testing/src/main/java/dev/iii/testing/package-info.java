/**
 * A JUnit extension that starts an engine and passes connected workers to tests. Most test classes only need the annotation
 * {@link dev.iii.testing.EngineTest}. Use {@link dev.iii.testing.EngineExtension} to start the engine with options.
 */
@NullMarked
package dev.iii.testing;

import org.jspecify.annotations.NullMarked;
