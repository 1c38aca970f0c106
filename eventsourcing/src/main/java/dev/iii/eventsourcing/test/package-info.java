/** Tests of deciders without an engine: given events, when a command, then events or a refusal. */
@NullMarked
package dev.iii.eventsourcing.test;

import org.jspecify.annotations.NullMarked;
