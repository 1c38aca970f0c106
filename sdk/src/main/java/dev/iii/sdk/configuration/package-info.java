/** Values that the engine keeps for workers, checked against a schema. */
@NullMarked
package dev.iii.sdk.configuration;

import org.jspecify.annotations.NullMarked;
