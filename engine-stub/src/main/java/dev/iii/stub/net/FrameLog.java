package dev.iii.stub.net;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.stub.core.connection.WorkerConnection;
import dev.iii.stub.core.environment.BoundedLogger;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes each frame between the engine and its workers to the log, at level {@code TRACE}, if the system property {@code
 * iii.stub.trace} is {@code true}. The lines contain payloads, shortened and without the values of fields that usually contain
 * secrets. Thread-safe.
 */
final class FrameLog {

    private static final Logger log = BoundedLogger.of(FrameLog.class);
    /** The level alone does not enable it: if {@code TRACE} is set for the whole program, payloads in the log are unexpected. */
    private static final boolean ENABLED = Boolean.getBoolean("iii.stub.trace");

    private static final int MAX_JSON = 200;
    private static final int SHORT_ID = 8;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(\"[^\"]*(?:authorization|cookie|api[-_]?key|access[-_]?key|token|password|secret|credential)[^\"]*\"\\s*:\\s*)"
                    + "(?:\"(?:[^\"\\\\]|\\\\.)*\"?|\\[[^\\]]*]?|\\{[^}]*}?|[^\",}\\]]+)");

    private FrameLog() {}

    static void received(WorkerConnection connection, Frame frame) {
        if (ENABLED && log.isTraceEnabled()) {
            log.trace("{} → engine  {}", name(connection), text(frame));
        }
    }

    /** @param connection the receiver; {@code null} while the worker has no id yet */
    static void sent(@Nullable WorkerConnection connection, Frame frame) {
        if (ENABLED && log.isTraceEnabled()) {
            log.trace("engine → {}  {}", connection == null ? "new worker" : name(connection), text(frame));
        }
    }

    private static String name(WorkerConnection connection) {
        String name = connection.worker().name();
        return name == null ? "worker " + shortened(connection.worker().id()) : name;
    }

    static String text(Frame frame) {
        if (frame instanceof InvokeFunction call) {
            return "call " + shortened(call.invocationId()) + inNamespace(call.functionId(), call.namespace())
                    + action(call.action()) + " " + json(call.data());
        }
        if (frame instanceof InvocationResult result) {
            ErrorBody error = result.error();
            return (error == null ? "result " : "error ") + shortened(result.invocationId()) + result.functionId() + " "
                    + (error == null ? json(result.result()) : error(error));
        }
        if (frame instanceof RegisterFunction function) {
            return "register function " + function.id();
        }
        if (frame instanceof RegisterTrigger trigger) {
            return "register trigger " + trigger.triggerType() + " of " + trigger.functionId() + " "
                    + json(trigger.config());
        }
        if (frame instanceof RegisterTriggerType type) {
            return "register trigger type " + type.id();
        }
        if (frame instanceof UnregisterFunction function) {
            return "unregister function " + function.id();
        }
        if (frame instanceof UnregisterTrigger trigger) {
            return "unregister trigger " + trigger.triggerType() + " " + shortened(trigger.id());
        }
        if (frame instanceof TriggerRegistrationResult result) {
            ErrorBody error = result.error();
            return "trigger " + result.triggerType() + " of " + result.functionId() + " "
                    + (error == null ? "is bound" : "is refused: " + error(error));
        }
        if (frame instanceof RegistrationRejected rejected) {
            return "error " + rejected.code() + " "
                    + (rejected.functionId() == null ? rejected.workerName() : rejected.functionId()) + " belongs to "
                    + rejected.ownerWorkerId();
        }
        if (frame instanceof ConnectionRefused refused) {
            return "error " + error(refused.error());
        }
        if (frame instanceof WorkerRegistered registered) {
            return "worker id " + registered.workerId();
        }
        if (frame instanceof Reattach reattach) {
            return "reattach " + reattach.previousWorkerId();
        }
        return frame instanceof Ping ? "ping" : frame instanceof Pong ? "pong" : frame.toString();
    }

    private static String inNamespace(String functionId, @Nullable String namespace) {
        return namespace == null ? functionId : functionId + " in " + namespace;
    }

    private static String action(@Nullable Action action) {
        if (action instanceof Action.EnqueueAction enqueue) {
            return " into queue " + enqueue.queue();
        }
        return action == null ? "" : " without reply";
    }

    private static String error(ErrorBody error) {
        return error.code() + ": " + shortened(error.message(), MAX_JSON);
    }

    private static String json(@Nullable RawJson json) {
        return json == null ? "" : shortened(SECRET.matcher(json.text()).replaceAll("$1\"[REDACTED]\""), MAX_JSON);
    }

    private static String shortened(@Nullable UUID id) {
        return id == null ? "" : shortened(id.toString()) + " ";
    }

    private static String shortened(String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
