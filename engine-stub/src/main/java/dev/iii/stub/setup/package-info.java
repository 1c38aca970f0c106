/** The definition of an engine worker, and the settings that it is created from. */
@NullMarked
package dev.iii.stub.setup;

import org.jspecify.annotations.NullMarked;
