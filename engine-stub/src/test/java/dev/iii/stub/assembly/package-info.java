/** Tests of how an engine is put together. */
@NullMarked
package dev.iii.stub.assembly;

import org.jspecify.annotations.NullMarked;
