/** Tests of time, ids and limits of the core. */
@NullMarked
package dev.iii.stub.core.environment;

import org.jspecify.annotations.NullMarked;
