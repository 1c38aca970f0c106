package dev.iii.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with the auto-configurations of the starter. */
final class Contexts {

    /** No server listens there. */
    static final String NOWHERE = "ws://127.0.0.1:9";

    private Contexts() {}

    /** Returns a runner whose worker finds no engine. */
    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        IiiAutoConfiguration.class, IiiCodecAutoConfiguration.class, IiiHealthAutoConfiguration.class))
                .withPropertyValues("iii.url=" + NOWHERE, "iii.drain-timeout=1s", "spring.application.name=shop");
    }

    /** Returns a runner whose worker is connected when the context has started. */
    static ApplicationContextRunner runner(String url) {
        return runner().withPropertyValues("iii.url=" + url, "iii.fail-fast=true", "iii.startup-timeout=20s");
    }

    /** Returns what a user reads when an application does not start. */
    static String analysis(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("the context has started");
        }
        FailureAnalysis analysis = new IiiFailureAnalyzer().analyze(failure);
        if (analysis == null) {
            throw new AssertionError("there is no analysis", failure);
        }
        return analysis.getDescription() + "\n" + analysis.getAction();
    }
}
