/** Reading inputs with the words of the real engine. */
@NullMarked
package dev.iii.stub.json;

import org.jspecify.annotations.NullMarked;
