@NullMarked
package dev.iii.sdk.configuration;

import org.jspecify.annotations.NullMarked;
