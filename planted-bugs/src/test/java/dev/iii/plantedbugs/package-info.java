/** Plants bugs in copies of source files and checks that the tests of the project find them. */
@NullMarked
package dev.iii.plantedbugs;

import org.jspecify.annotations.NullMarked;
