/** Inputs of functions: what fits, and the words for what does not. */
@NullMarked
package dev.iii.stub.json;

import org.jspecify.annotations.NullMarked;
