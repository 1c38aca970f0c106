/** Tests of the archetype. */
@NullMarked
package dev.iii.archetype;

import org.jspecify.annotations.NullMarked;
