/** Tests of the worker port over real sockets. */
@NullMarked
package dev.iii.stub.net;

import org.jspecify.annotations.NullMarked;
