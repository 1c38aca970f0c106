/** Tests of the store and the operations of updates. */
@NullMarked
package dev.iii.stub.store;

import org.jspecify.annotations.NullMarked;
