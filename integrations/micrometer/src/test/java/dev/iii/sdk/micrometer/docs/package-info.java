@NullMarked
package dev.iii.sdk.micrometer.docs;

import org.jspecify.annotations.NullMarked;
