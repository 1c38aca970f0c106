/** Tests of inputs of functions: valid inputs, and the error messages for invalid ones. */
@NullMarked
package dev.iii.stub.json;

import org.jspecify.annotations.NullMarked;
