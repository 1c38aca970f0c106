/**
 * The core of the engine: connections, functions, triggers and the calls between them; no socket, no HTTP, no YAML, no
 * thread, and no time but that of its {@link dev.iii.stub.core.StubClock}.
 *
 * <h2>Writing an engine worker (a room)</h2>
 *
 * <p>A room is a package with one {@link dev.iii.stub.core.EngineWorker}. When it is installed it registers what it
 * brings through its {@link dev.iii.stub.core.Installer}, and keeps the {@link dev.iii.stub.core.Engine} to work with:
 *
 * <ul>
 *   <li>functions: {@code installer.function(FunctionSpec.of(id, text).takes(INPUT), call -> …)}, or
 *       {@code asyncFunction} when the answer comes later. The input is read with a {@link dev.iii.stub.json.Struct},
 *       which refuses what does not fit in the words of the real engine; other errors are thrown as
 *       {@link dev.iii.stub.core.InvocationFailed}. The answer is an {@link dev.iii.stub.core.Outcome}: a value, none, or a
 *       failure. What the call causes goes into {@link dev.iii.stub.core.Call#afterAnswer}.
 *   <li>trigger types: {@code installer.triggerType(new TriggerTypeSpec(id, text), provider)}; the
 *       {@link dev.iii.stub.core.TriggerProvider} notes down the triggers of its type, or throws
 *       {@link dev.iii.stub.core.TriggerRejected}.
 *   <li>deliveries: {@code engine.fire(trigger, Invocation.of(trigger, data).withMetadata(trigger.metadata()))}, with
 *       condition if the type has them; failures are logged. Who needs the answer calls {@code engine.invoke}, who treats
 *       a condition differently {@code engine.ask}.
 *   <li>time: {@code engine.clock()}; ids: {@code engine.newId()}; secrets: {@code engine.newSecret()}.
 * </ul>
 *
 * <p>Everything is called on the thread that brought the frame, often an event loop: nothing may block, and a room guards
 * its own data. {@link dev.iii.stub.core.TriggerProvider} is called under the engine's lock and must not call the engine.
 * Rooms do not know each other.
 *
 * <h2>How it holds together</h2>
 *
 * <p>A call takes no lock: the caller's thread looks the function up, notes the call as in flight, and appends the frame
 * to the owner's outbox; the result goes back in the same way. Everything that changes who is there and what is
 * registered happens under one lock, {@code Lifecycle}, which is never held while code of a room runs or somebody waits.
 *
 * <p>A worker that does not read what it is sent costs only itself: when its outbox is full its connection is dropped,
 * with a line in the log, and ends like any other connection. What waits for an announcement is bounded as well.
 */
@NullMarked
package dev.iii.stub.core;

import org.jspecify.annotations.NullMarked;
