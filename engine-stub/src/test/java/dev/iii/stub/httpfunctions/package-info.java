/** HTTP-invoked functions, with a real server at the other end. */
@NullMarked
package dev.iii.stub.httpfunctions;

import org.jspecify.annotations.NullMarked;
