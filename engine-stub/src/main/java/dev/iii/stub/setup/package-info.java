/** How an engine worker is defined, and what it is created from. */
@NullMarked
package dev.iii.stub.setup;

import org.jspecify.annotations.NullMarked;
