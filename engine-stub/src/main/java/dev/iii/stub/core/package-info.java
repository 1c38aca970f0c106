/**
 * The core of the engine: connections, functions, triggers and the calls between them. It has no socket, no HTTP, no YAML
 * and no thread. Its only time is that of a {@link dev.iii.stub.core.environment.StubClock}.
 *
 * <p>The packages below depend on each other only upwards in this list, and {@link dev.iii.stub.core.Engine} puts them
 * together:
 *
 * <ul>
 *   <li>{@code environment}: time and ids
 *   <li>{@code trigger}: triggers and their providers
 *   <li>{@code call}: calls as values
 *   <li>{@code channel}: channels between workers and the engine
 *   <li>{@code api}: what an engine worker can use
 *   <li>{@code worker}: one connected worker, and the lock for changes
 *   <li>{@code registry}: functions, trigger types and triggers
 *   <li>{@code routing}: calls and results
 *   <li>{@code connection}: connections of workers and the frames that they send
 * </ul>
 *
 * <h2>How it works together</h2>
 *
 * <p>A call takes no lock. The thread that has read the call looks the function up, adds the call to those in flight, and
 * puts the frame into the outbox of the owner. The result goes back in the same way. Every change of connections and
 * registrations happens under one lock, {@link dev.iii.stub.core.worker.EngineLock}. Code of engine workers never runs
 * under this lock, except that of a {@link dev.iii.stub.core.trigger.TriggerProvider}.
 *
 * <p>A worker that does not read its messages affects no other worker: when its outbox is full, its connection is
 * dropped, and this is logged. The number of bytes that wait for an announcement is limited too.
 */
@NullMarked
package dev.iii.stub.core;

import org.jspecify.annotations.NullMarked;
