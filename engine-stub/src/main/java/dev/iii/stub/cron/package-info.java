/** Calls functions at the times of a cron expression, in UTC (engine behaviour, section 13). */
@NullMarked
package dev.iii.stub.cron;

import org.jspecify.annotations.NullMarked;
