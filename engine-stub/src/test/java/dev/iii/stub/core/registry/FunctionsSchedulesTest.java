package dev.iii.stub.core.registry;

import static dev.iii.stub.core.Schedules.check;

import dev.iii.stub.core.ManualClock;
import dev.iii.stub.core.Schedules;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.PendingMemory;
import dev.iii.stub.core.worker.Worker;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the registry in many schedules: changes happen under the lock of the engine, reads without it. */
@Tag("schedules")
class FunctionsSchedulesTest {

    private static final String NAMESPACE = "n";
    private static final FunctionSpec SPEC = FunctionSpec.of("f", "");
    private static final ManualClock CLOCK = new ManualClock();
    private static final Worker FIRST = worker(1);
    private static final Worker SECOND = worker(2);
    private static final Function OF_FIRST = Function.ofWorker(FIRST, NAMESPACE, SPEC, "f");
    private static final Function OF_SECOND = Function.ofWorker(SECOND, NAMESPACE, SPEC, "f");

    private static Worker worker(long id) {
        return new Worker(
                new UUID(0, id),
                new TestPeer(),
                Access.OPEN,
                CLOCK,
                bytes -> {},
                new PendingMemory(bytes -> {}, Long.MAX_VALUE),
                () -> {});
    }

    /** Claims and releases under the lock, as the engine does. */
    private abstract static class Change implements Runnable {

        final Functions functions;
        private final EngineLock lock;

        Change(Functions functions, EngineLock lock) {
            this.functions = functions;
            this.lock = lock;
        }

        abstract void apply();

        void applyLocked() {
            lock.run(this);
        }

        @Override
        public void run() {
            apply();
        }
    }

    private static final class Locked implements Runnable {

        private final Change change;
        private final Thread thread = new Thread(this);

        Locked(Change change) {
            this.change = change;
        }

        @Override
        public void run() {
            change.applyLocked();
        }

        Locked start() {
            thread.start();
            return this;
        }

        void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Claim extends Change {

        private final Function function;
        private final Worker claimant;
        volatile @Nullable Worker owner;

        Claim(Functions functions, EngineLock lock, Function function, Worker claimant) {
            super(functions, lock);
            this.function = function;
            this.claimant = claimant;
        }

        @Override
        void apply() {
            owner = functions.claim(function, claimant);
        }
    }

    private static final class Release extends Change {

        private final Worker owner;
        volatile boolean released;

        Release(Functions functions, EngineLock lock, Worker owner) {
            super(functions, lock);
            this.owner = owner;
        }

        @Override
        void apply() {
            released = functions.release(NAMESPACE, "f", owner);
        }
    }

    @Test
    void oneOfTwoWorkersOwnsTheFunction() {
        Schedules.run(new TwoClaims());
    }

    private static final class TwoClaims implements Runnable {
        @Override
        public void run() {
            Functions functions = new Functions();
            EngineLock lock = new EngineLock();
            Claim first = new Claim(functions, lock, OF_FIRST, FIRST);
            Claim second = new Claim(functions, lock, OF_SECOND, SECOND);
            Locked other = new Locked(first).start();
            second.applyLocked();
            other.awaitEnd();
            Function owned = functions.find(NAMESPACE, "f");
            check(owned != null, "the function is registered");
            check((first.owner == null) != (second.owner == null), "one claim is refused");
            check((owned == OF_FIRST) == (first.owner == null), "the function belongs to the worker that got it");
        }
    }

    @Test
    void aClaimDuringAReleaseIsRefusedOrSucceeds() {
        Schedules.run(new ReleaseAndClaim());
    }

    private static final class ReleaseAndClaim implements Runnable {
        @Override
        public void run() {
            Functions functions = new Functions();
            EngineLock lock = new EngineLock();
            functions.claim(OF_FIRST, FIRST);
            Release release = new Release(functions, lock, FIRST);
            Claim claim = new Claim(functions, lock, OF_SECOND, SECOND);
            Locked other = new Locked(release).start();
            claim.applyLocked();
            other.awaitEnd();
            check(release.released, "the owner has released the function");
            Function owned = functions.find(NAMESPACE, "f");
            check(
                    claim.owner == null ? owned == OF_SECOND : owned == null && claim.owner == FIRST,
                    "the claim was refused before the release, or the function belongs to the claimant");
        }
    }

    @Test
    void theNumberOfChangesTellsEveryChange() {
        Schedules.run(new CachedNames());
    }

    /** Reads the number of changes, then the functions, as the poll of the functions-available trigger does. */
    private static final class CachedNames implements Runnable {
        @Override
        public void run() {
            Functions functions = new Functions();
            EngineLock lock = new EngineLock();
            functions.claim(OF_FIRST, FIRST);
            Locked other = new Locked(new Release(functions, lock, FIRST)).start();
            long seen = functions.changes();
            boolean present = functions.find(NAMESPACE, "f") != null;
            other.awaitEnd();
            check(!present || functions.changes() != seen, "a reader that has seen the function misses its removal");
        }
    }
}
