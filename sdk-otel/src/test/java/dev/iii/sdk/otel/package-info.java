@NullMarked
package dev.iii.sdk.otel;

import org.jspecify.annotations.NullMarked;
