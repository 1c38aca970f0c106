package dev.iii.stub.core.api;

/** What became of an announcement. */
public enum AnnouncementResult {
    /** The worker has its name and namespace, and its registrations count. */
    ACCEPTED,
    /** The namespace was given and empty; nothing changed. */
    BLANK_NAMESPACE,
    /** Another live worker has the name; the worker was told so and its connection ends. */
    NAME_TAKEN,
    /** The worker is gone. */
    GONE
}
