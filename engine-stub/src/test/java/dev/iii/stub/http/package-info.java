/** Tests of the HTTP port: its parts alone, and all of it over real sockets. */
@NullMarked
package dev.iii.stub.http;

import org.jspecify.annotations.NullMarked;
