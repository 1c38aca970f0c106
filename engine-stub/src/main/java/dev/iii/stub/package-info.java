/** An embeddable engine that behaves to a client like the real one. */
@NullMarked
package dev.iii.stub;

import org.jspecify.annotations.NullMarked;
