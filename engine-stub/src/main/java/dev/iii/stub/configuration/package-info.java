/**
 * Configuration: values by id that are validated against a JSON Schema, and triggers on their changes (engine
 * behaviour, section 18).
 *
 * <p>Values may contain placeholders for environment variables. Values are stored unexpanded. The placeholders are
 * expanded whenever a value is read, validated or delivered.
 */
@NullMarked
package dev.iii.stub.configuration;

import org.jspecify.annotations.NullMarked;
