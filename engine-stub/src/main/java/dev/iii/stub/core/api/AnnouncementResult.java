package dev.iii.stub.core.api;

/** The result of an announcement. */
public enum AnnouncementResult {
    /** The worker has its name and namespace, and its registrations take effect. */
    ACCEPTED,
    /** The namespace is present but blank; the announcement has no effect. */
    BLANK_NAMESPACE,
    /** Another connected worker has the name; the worker gets an error and its connection is closed. */
    NAME_TAKEN,
    /** The worker is not connected any more. */
    GONE
}
