package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What a worker is part of, as the engine is told (engine behaviour, section 2). Immutable.
 *
 * @param name the name of the project, for example {@code inventory}; {@code null} for none
 * @param framework what the worker is built with, for example {@code spring-boot}
 */
public record WorkerProject(@Nullable String name, String framework) {

    /** No name, and this SDK alone. */
    public static final WorkerProject DEFAULT = new WorkerProject(null, "iii-java");

    /** @throws IllegalArgumentException when one of them is blank */
    public WorkerProject {
        if (name != null) {
            Checks.notBlank(name, "project name");
        }
        Checks.notBlank(framework, "framework");
    }

    /** A project that uses this SDK alone. */
    public static WorkerProject named(String name) {
        return new WorkerProject(Checks.notBlank(name, "project name"), DEFAULT.framework);
    }
}
