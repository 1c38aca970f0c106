/** The connections of workers: greeting, frames, announcements, registrations, end. */
@NullMarked
package dev.iii.stub.core.connection;

import org.jspecify.annotations.NullMarked;
