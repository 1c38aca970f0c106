/** Tests of the engine from the outside: over sockets, from its command line, and by its architecture. */
@NullMarked
package dev.iii.stub;

import org.jspecify.annotations.NullMarked;
