package dev.iii.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Describes the failures of this starter: what is wrong, and what to do. */
final class IiiFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidIiiPropertyException invalid) {
                return new FailureAnalysis(sentence(invalid), invalid.action(), cause);
            }
            if (cause instanceof FunctionBeansException invalid) {
                StringBuilder problems = new StringBuilder("Functions of beans cannot be registered:\n");
                invalid.problems()
                        .forEach(problem -> problems.append("\n    - ").append(problem));
                return new FailureAnalysis(
                        problems.append('\n').toString(),
                        "Correct these methods. A method with @Function must be public, and have one parameter for its"
                                + " input, an Invocation, both, or none.",
                        cause);
            }
            if (cause instanceof InvalidIiiClientException) {
                return new FailureAnalysis(
                        sentence(cause),
                        "Correct the interface. Each method of a client needs @Function, unless it is a default method,"
                                + " and has one parameter, the payload, or none.",
                        cause);
            }
            if (cause instanceof EngineNotReadyException) {
                return new FailureAnalysis(
                        sentence(cause),
                        "Start the engine, or set the property iii.url or the environment variable III_URL to its"
                                + " address. To start the application without an engine, set iii.fail-fast=false.",
                        cause);
            }
        }
        return null;
    }

    private static String sentence(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }
}
