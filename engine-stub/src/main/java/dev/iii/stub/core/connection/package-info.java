/** The connections of workers: frames, announcements, registrations. */
@NullMarked
package dev.iii.stub.core.connection;

import org.jspecify.annotations.NullMarked;
