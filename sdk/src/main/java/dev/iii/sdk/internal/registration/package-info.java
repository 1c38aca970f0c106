/** The registrations of a worker as its user sees them. */
@NullMarked
package dev.iii.sdk.internal.registration;

import org.jspecify.annotations.NullMarked;
