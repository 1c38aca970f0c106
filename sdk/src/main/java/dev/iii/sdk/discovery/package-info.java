/** What an engine has: functions, workers, trigger types and triggers. */
@NullMarked
package dev.iii.sdk.discovery;

import org.jspecify.annotations.NullMarked;
