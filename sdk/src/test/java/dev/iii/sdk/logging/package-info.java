@NullMarked
package dev.iii.sdk.logging;

import org.jspecify.annotations.NullMarked;
