/** Reads the configuration file that a supervisor passes to a worker: YAML, with variables of the environment. */
@NullMarked
package dev.iii.sdk.internal.config;

import org.jspecify.annotations.NullMarked;
