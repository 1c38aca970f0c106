/** The HTTP port, its parts alone and over real sockets. */
@NullMarked
package dev.iii.stub.http;

import org.jspecify.annotations.NullMarked;
