@NullMarked
package dev.iii.stub.cron;

import org.jspecify.annotations.NullMarked;
