/** What the engine gets from outside: time and ids. Knows no other package of the core. */
@NullMarked
package dev.iii.stub.core.environment;

import org.jspecify.annotations.NullMarked;
