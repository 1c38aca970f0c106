@NullMarked
package dev.iii.sdk.micrometer;

import org.jspecify.annotations.NullMarked;
