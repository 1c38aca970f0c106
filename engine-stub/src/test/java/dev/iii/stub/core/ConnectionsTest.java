package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.AnnouncementResult;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.worker.WorkerMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Coming, announcing, coming back and going (engine behaviour, section 2). */
class ConnectionsTest {

    private final TestEngine test = new TestEngine();

    private AnnouncementResult announce(TestPeer peer, @Nullable String name, @Nullable String namespace) {
        return test.engine.announce(
                peer.worker(), new Announcement(name, namespace, null, null, null, null, null, null, null));
    }

    private static String register(String id) {
        return "{\"type\":\"registerfunction\",\"id\":\"" + id + "\"}";
    }

    @Test
    void engineSpeaksFirstWithAnIdAndASecret() {
        TestPeer peer = new TestPeer();
        peer.connection = test.engine.connect(peer, Access.OPEN);
        List<Frame> greeting = peer.heard();
        assertThat(greeting).hasSize(1);
        WorkerRegistered registered = (WorkerRegistered) greeting.get(0);
        assertThat(registered.workerId()).isEqualTo(peer.id());
        assertThat(registered.reattachToken()).isNotNull().isNotEqualTo(peer.id());
    }

    @Test
    void registrationsWaitForTheAnnouncementAndThenCountInItsNamespaceInOrder() {
        TestPeer peer = test.connect();
        peer.says(register("f"), "{\"type\":\"unregisterfunction\",\"id\":\"f\"}", register("g"));
        assertThat(test.engine.functions()).isEmpty();
        announce(peer, "w", "n1");
        assertThat(test.engine.functions())
                .extracting(RegisteredFunction::namespace, RegisteredFunction::id)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("n1", "g"));
    }

    @Test
    void registrationsOfASilentWorkerCountInTheDefaultNamespaceWhenTheGraceIsOver() {
        TestPeer peer = test.connect();
        peer.says(register("f"));
        test.clock.advance(Duration.ofMillis(4999));
        assertThat(test.engine.function("default", "f")).isEmpty();
        test.clock.advance(Duration.ofMillis(1));
        assertThat(test.engine.function("default", "f")).isPresent();
        assertThat(announce(peer, "late", "n1")).isEqualTo(AnnouncementResult.ACCEPTED);
        assertThat(peer.worker().namespace()).isEqualTo("default");
        assertThat(peer.worker().name()).isEqualTo("late");
    }

    @Test
    void announcementAndLeavingCancelTheGrace() {
        TestPeer announced = test.worker("w");
        TestPeer left = test.connect();
        left.leaves();
        assertThat(test.clock.alarms()).isZero();
        assertThat(announced.worker().isGone()).isFalse();
    }

    @Test
    void workerThatSendsTooMuchAheadOfItsAnnouncementIsDropped() {
        TestEngine small = new TestEngine(
                new EngineSettings(Duration.ofSeconds(5), 100, WorkerMemory.UNLIMITED, WorkerMemory.UNLIMITED));
        TestPeer peer = small.connect();
        peer.says(register("f"), register("g"), register("h"));
        assertThat(peer.closed()).isEqualTo("too many registrations ahead of the announcement");
        assertThat(small.engine.workers()).isEmpty();
    }

    @Test
    void secondLiveWorkerOfANameIsRefusedAndClosed() {
        TestPeer first = test.worker("same");
        TestPeer second = test.connect();
        second.says(register("f"));
        assertThat(announce(second, "same", null)).isEqualTo(AnnouncementResult.NAME_TAKEN);
        second.hears(
                "{\"type\":\"registrationrejected\",\"code\":\"WORKER_NAMESPACE_CONFLICT\",\"namespace\":\"default\","
                        + "\"worker_name\":\"same\",\"owner_worker_id\":\"" + first.id() + "\"}");
        assertThat(second.closed()).isNotNull();
        assertThat(test.engine.workers()).containsExactly(first.worker());
        assertThat(test.engine.functions()).isEmpty();
        assertThat(announce(second, "other", null)).isEqualTo(AnnouncementResult.GONE);
    }

    @Test
    void nameIsFreeInAnotherNamespaceAndAfterItsWorkerLeftOrRenamedItself() {
        TestPeer first = test.worker("same");
        assertThat(announce(test.connect(), "same", "n1")).isEqualTo(AnnouncementResult.ACCEPTED);
        announce(first, "renamed", null);
        TestPeer second = test.connect();
        assertThat(announce(second, "same", null)).isEqualTo(AnnouncementResult.ACCEPTED);
        second.leaves();
        assertThat(announce(test.connect(), "same", null)).isEqualTo(AnnouncementResult.ACCEPTED);
    }

    @Test
    void workersWithoutANameDoNotConflict() {
        assertThat(announce(test.connect(), null, null)).isEqualTo(AnnouncementResult.ACCEPTED);
        assertThat(announce(test.connect(), "  ", null)).isEqualTo(AnnouncementResult.ACCEPTED);
    }

    @Test
    void blankNamespaceIsRefusedAndMayBeCorrected() {
        TestPeer peer = test.connect();
        assertThat(announce(peer, "w", " ")).isEqualTo(AnnouncementResult.BLANK_NAMESPACE);
        assertThat(announce(peer, "w", "n1")).isEqualTo(AnnouncementResult.ACCEPTED);
        assertThat(peer.worker().namespace()).isEqualTo("n1");
    }

    @Test
    void laterAnnouncementReplacesRuntimeAndVersionAndKeepsWhatItDoesNotTell() {
        TestPeer peer = test.connect();
        test.engine.announce(peer.worker(), new Announcement("w", null, "java", "1", "text", "linux", 7L, "vm", null));
        announce(peer, null, "n1");
        assertThat(peer.worker().announcement())
                .isEqualTo(new Announcement("w", "default", "unknown", null, "text", "linux", 7L, "vm", null));
    }

    @Test
    void textOfWorkersIsCleanedTrimmedAndCut() {
        assertThat(Announcement.clean(" a\u0000b\n\u202Ec\u2028 ")).isEqualTo("abc");
        assertThat(Announcement.clean("x".repeat(300))).hasSize(280);
        assertThat(Announcement.clean(" \u0007 ")).isNull();
        assertThat(Announcement.clean("\uD83D\uDE00".repeat(300))).isEqualTo("\uD83D\uDE00".repeat(280));
    }

    @Test
    void reattachWithTheRightSecretRetiresTheOldConnectionAtOnce() {
        TestPeer old = new TestPeer();
        old.connection = test.engine.connect(old, Access.OPEN);
        String token = String.valueOf(((WorkerRegistered) old.heard().get(0)).reattachToken());
        announce(old, "w", null);
        old.says(register("f"));
        TestPeer back = test.connect();
        back.says("{\"type\":\"reattach\",\"previous_worker_id\":\"" + old.id() + "\",\"reattach_token\":\"" + token
                + "\"}");
        assertThat(old.closed()).isNotNull();
        assertThat(announce(back, "w", null)).isEqualTo(AnnouncementResult.ACCEPTED);
        back.says(register("f"));
        back.hearsNothing();
        assertThat(test.engine.function("default", "f").map(RegisteredFunction::owner))
                .contains(back.worker());
        old.says(register("stale"));
        assertThat(test.engine.function("default", "stale")).isEmpty();
    }

    @Test
    void reattachWithoutProofIsIgnored() {
        TestPeer victim = test.worker("victim");
        TestPeer thief = test.worker("thief");
        for (String frame : List.of(
                "{\"type\":\"reattach\",\"previous_worker_id\":\"" + victim.id() + "\"}",
                "{\"type\":\"reattach\",\"previous_worker_id\":\"" + victim.id() + "\",\"reattach_token\":\"x\"}",
                "{\"type\":\"reattach\",\"previous_worker_id\":\"junk\",\"reattach_token\":\"x\"}",
                "{\"type\":\"reattach\",\"previous_worker_id\":\"" + thief.id() + "\",\"reattach_token\":\"x\"}")) {
            thief.says(frame);
        }
        assertThat(victim.closed()).isNull();
        assertThat(thief.closed()).isNull();
        assertThat(test.engine.workers()).hasSize(2);
    }

    @Test
    void pingIsAnsweredAndPongIsNot() {
        TestPeer peer = test.worker("w");
        peer.says("{\"type\":\"ping\"}", "{\"type\":\"pong\"}");
        peer.hears("{\"type\":\"pong\"}");
    }

    @Test
    void framesThatOnlyTheEngineSendsAreIgnored() {
        TestPeer peer = test.worker("w");
        peer.says(
                "{\"type\":\"workerregistered\",\"worker_id\":\"x\"}",
                "{\"type\":\"registrationrejected\",\"code\":\"c\",\"namespace\":\"n\",\"owner_worker_id\":\"o\"}",
                "{\"type\":\"error\",\"error\":{\"code\":\"c\",\"message\":\"m\"}}",
                "{\"type\":\"registerservice\",\"id\":\"s\"}");
        peer.hearsNothing();
        assertThat(peer.closed()).isNull();
    }

    @Test
    void listenersHearOfEveryStepOnce() {
        List<String> events = new ArrayList<>();
        test.extend(installer -> installer.listen(new EngineListener() {
            @Override
            public void connected(ConnectedWorker worker) {
                events.add("connected");
            }

            @Override
            public void announced(ConnectedWorker worker) {
                events.add("announced " + worker.name());
            }

            @Override
            public void disconnected(ConnectedWorker worker) {
                events.add("disconnected " + test.engine.workers().size());
            }
        }));
        TestPeer peer = test.connect();
        announce(peer, "w", null);
        peer.leaves();
        peer.connection().disconnected("again");
        assertThat(events).containsExactly("connected", "announced w", "disconnected 0");
    }

    @Test
    void closingTheEngineClosesConnectionsAndItsWorkersInReverseOrder() {
        List<String> closed = new ArrayList<>();
        TestEngine engine = new TestEngine(named("one", closed), named("two", closed));
        TestPeer peer = engine.worker("w");
        engine.engine.close();
        engine.engine.close();
        assertThat(peer.closed()).isEqualTo("the engine is closed");
        assertThat(closed).containsExactly("two", "one");
        assertThat(engine.engine.workers()).isEmpty();
    }

    private static EngineWorker named(String name, List<String> closed) {
        return new EngineWorker() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return name;
            }

            @Override
            public void install(Installer installer) {
                // Nothing to bring.
            }

            @Override
            public void close() {
                closed.add(name);
                if (name.equals("two")) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
    }
}
