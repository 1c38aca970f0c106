/** Lists of the functions, workers, trigger types and triggers of an engine. */
@NullMarked
package dev.iii.sdk.discovery;

import org.jspecify.annotations.NullMarked;
