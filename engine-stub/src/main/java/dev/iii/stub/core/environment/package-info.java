/** Time, ids, and small tools that depend on no other package of the core. */
@NullMarked
package dev.iii.stub.core.environment;

import org.jspecify.annotations.NullMarked;
