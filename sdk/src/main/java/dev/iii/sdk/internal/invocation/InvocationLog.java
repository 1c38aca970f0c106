package dev.iii.sdk.internal.invocation;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.internal.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of the log about the end of an invocation. */
final class InvocationLog {

    private static final Logger log = LoggerFactory.getLogger(Invocation.class);

    private InvocationLog() {}

    static void timedOut(Invocation invocation, Throwable timeout) {
        log.warn("{} (invocation {})", timeout.getMessage(), invocation.id());
    }

    /** @param isResult whether the failure is the result of the invocation, which has not ended before */
    static void interrupted(Invocation invocation, Throwable failure, boolean isResult) {
        // No stack trace: the SDK itself has interrupted the handler.
        if (isResult) {
            log.warn(
                    "{} was interrupted because its worker shuts down (invocation {})",
                    invocation.functionId(),
                    invocation.id());
        } else {
            log.debug("{} has ended after its timeout: {}", invocation.functionId(), failure.toString());
        }
    }

    static void skipped(Invocation invocation) {
        log.debug(
                "{} was not run, because an interceptor passed the invocation on after its end (invocation {})",
                invocation.functionId(),
                invocation.id());
    }

    static void failed(Invocation invocation, Throwable failure) {
        if (Failures.isUnexpected(failure)) {
            log.error("{} failed (invocation {})", invocation.functionId(), invocation.id(), failure);
        } else {
            log.debug("{} returned an error: {}", invocation.functionId(), failure.toString());
        }
    }

    static void failedWithoutDetails(Invocation invocation, Throwable thrown) {
        log.error(
                "{} failed with {}, which cannot be described (invocation {})",
                invocation.functionId(),
                thrown.getClass().getName(),
                invocation.id());
    }

    static void resultNotSent(Invocation invocation, Throwable reason) {
        log.error("The result of {} cannot be sent (invocation {})", invocation.functionId(), invocation.id(), reason);
    }

    static void withoutHttpResponse(Invocation invocation, Throwable reason) {
        log.debug("The error of {} is sent without an HTTP response", invocation.functionId(), reason);
    }

    static void stageNotCancelled(Invocation invocation, Throwable reason) {
        log.debug("The stage of {} cannot be cancelled: {}", invocation.functionId(), reason.getClass());
    }

    /** @param isLost whether the receiver has disconnected */
    static void streamEnded(Invocation invocation, Exception reason, boolean isLost) {
        if (isLost) {
            log.debug("The receiver of the result of {} disconnected: {}", invocation.functionId(), reason.toString());
        } else {
            log.error(
                    "The streamed response of {} is incomplete (invocation {})",
                    invocation.functionId(),
                    invocation.id(),
                    reason);
        }
    }
}
