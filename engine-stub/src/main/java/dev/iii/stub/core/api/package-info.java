/**
 * The part of the core that engine workers use.
 *
 * <h2>Writing an engine worker</h2>
 *
 * <p>An engine worker is a package with one {@link dev.iii.stub.core.api.EngineWorker}. When it is installed, it registers
 * functions and trigger types with its {@link dev.iii.stub.core.api.Installer}, and keeps the
 * {@link dev.iii.stub.core.api.EngineContext} to work with:
 *
 * <ul>
 *   <li>Functions: {@code installer.function(FunctionSpec.of(id, text).takes(INPUT), call -> …)}, or
 *       {@code asyncFunction} if the result comes later. A {@link dev.iii.stub.json.Struct} reads the input and refuses
 *       invalid input with the messages of the real engine. Other errors are thrown as
 *       {@link dev.iii.stub.core.call.InvocationFailed}. The result is an {@link dev.iii.stub.core.call.Outcome}. The
 *       effects of a call belong in {@link dev.iii.stub.core.api.Invocation#afterAnswer}.
 *   <li>Trigger types: {@code installer.triggerType(new TriggerTypeSpec(id, text), provider)}. The
 *       {@link dev.iii.stub.core.trigger.TriggerProvider} stores the triggers of its type, for example in a
 *       {@link dev.iii.stub.core.trigger.TriggerIndex}, or throws {@link dev.iii.stub.core.trigger.TriggerRejected}.
 *   <li>Deliveries: {@code engine.fire(trigger, Call.of(trigger, payload).withMetadata(trigger.metadata()))}, with
 *       the condition if the type has conditions. Failures are logged. If the result is needed, use {@code engine.invoke};
 *       if a condition has another effect, use {@code engine.ask}.
 *   <li>Time: {@code engine.clock()}. Ids: {@code engine.newId()}. Secrets: {@code engine.newSecret()}.
 * </ul>
 *
 * <p>Everything is called on the thread that brought the frame, often an event loop. Therefore nothing may block, and an
 * engine worker guards its own data. A {@link dev.iii.stub.core.trigger.TriggerProvider} is called under the lock of the
 * core and must not call the engine. Engine workers do not know each other.
 */
@NullMarked
package dev.iii.stub.core.api;

import org.jspecify.annotations.NullMarked;
