/** The registry: functions, trigger types and triggers (engine behaviour, sections 4, 7 and 8). */
@NullMarked
package dev.iii.stub.core.registry;

import org.jspecify.annotations.NullMarked;
