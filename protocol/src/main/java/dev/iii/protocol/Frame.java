package dev.iii.protocol;

/**
 * One message of the worker protocol, in either direction (engine behaviour, section 3).
 *
 * <p>Nullable components are optional on the wire: a component that is {@code null} is omitted and never written as
 * JSON null. All implementations are immutable.
 */
public sealed interface Frame
        permits WorkerRegistered,
                Reattach,
                RegisterFunction,
                UnregisterFunction,
                RegisterTriggerType,
                RegisterTrigger,
                TriggerRegistrationResult,
                UnregisterTrigger,
                RegisterService,
                InvokeFunction,
                InvocationResult,
                RegistrationRejected,
                ConnectionRefused,
                Ping,
                Pong {}
