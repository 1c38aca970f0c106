/**
 * Configuration: values by id that are checked against a JSON Schema, and triggers on their changes (engine behaviour,
 * section 18).
 *
 * <p>Values may hold placeholders for environment variables. They are kept as they were set, and filled in whenever they
 * are read, checked or delivered.
 */
@NullMarked
package dev.iii.stub.configuration;

import org.jspecify.annotations.NullMarked;
