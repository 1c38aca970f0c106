/** Tests of the functions of the engine itself, without sockets. */
@NullMarked
package dev.iii.stub.engine;

import org.jspecify.annotations.NullMarked;
