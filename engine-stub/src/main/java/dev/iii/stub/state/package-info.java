/**
 * State: values by scope and key, operations that change them, and triggers on their changes (engine behaviour, section
 * 9).
 */
@NullMarked
package dev.iii.stub.state;

import org.jspecify.annotations.NullMarked;
