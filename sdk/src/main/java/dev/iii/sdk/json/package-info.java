/** How Java values become JSON and back. The one place where a JSON library can be chosen. */
@NullMarked
package dev.iii.sdk.json;

import org.jspecify.annotations.NullMarked;
