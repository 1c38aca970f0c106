package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The project that a worker belongs to, as the worker announces it to the engine (engine behaviour, section 2). Immutable.
 *
 * @param name the name of the project, for example {@code inventory}; {@code null} for none
 * @param framework the framework that the worker is built with, for example {@code spring-boot}
 */
public record WorkerProject(@Nullable String name, String framework) {

    /** Default: no name, and this SDK as the framework. */
    public static final WorkerProject DEFAULT = new WorkerProject(null, "iii-java");

    /** @throws IllegalArgumentException if a value is blank */
    public WorkerProject {
        if (name != null) {
            Arguments.notBlank(name, "project name");
        }
        Arguments.notBlank(framework, "framework");
    }

    /** Returns a project with this name and this SDK as the framework. */
    public static WorkerProject named(String name) {
        return new WorkerProject(Arguments.notBlank(name, "project name"), DEFAULT.framework);
    }
}
