/** Configurations that the engine stores for workers and checks against a schema. */
@NullMarked
package dev.iii.sdk.configuration;

import org.jspecify.annotations.NullMarked;
