@NullMarked
package dev.iii.sdk.channel;

import org.jspecify.annotations.NullMarked;
