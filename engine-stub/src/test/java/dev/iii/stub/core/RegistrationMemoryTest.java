package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.stub.net.SharedWorkerMemory;
import dev.iii.transport.SharedLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the registrations of all workers together use a limited part of the heap. */
class RegistrationMemoryTest {

    private static final int LIMIT = 100_000;
    private static final String LARGE = "x".repeat(LIMIT / 10);
    private static final String DROPPED = "its registrations need too much memory";

    private final SharedLimits limits = SharedLimits.forHeap(8L * LIMIT);
    private final TestEngine test = new TestEngine(new EngineSettings(
            Duration.ofSeconds(5), LIMIT, SharedWorkerMemory.ofRegistrations(limits), WorkerMemory.UNLIMITED));
    private final TestPeer small = test.worker("small");

    private static String function(String id, String description) {
        return "{\"type\":\"registerfunction\",\"id\":\"" + id + "\",\"description\":\"" + description + "\"}";
    }

    private boolean exists(String function) {
        return test.engine.function("default", function).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'registerfunction','id':'%s','description':'LARGE'}",
                "{'type':'registerfunction','id':'%s','metadata':'LARGE'}",
                "{'type':'registertriggertype','id':'%s','description':'LARGE'}",
                "{'type':'registertrigger','id':'%s','trigger_type':'none','function_id':'f','config':{'a':'LARGE'}}",
                "{'type':'registertrigger','id':'%s','trigger_type':'none','function_id':'f','config':{},'metadata':'LARGE'}"
            })
    void theWorkerWithTheLargestRegistrationsIsDropped(String frame) {
        small.says(function("small", "a"));
        TestPeer large = test.worker("large");
        large.says(function("large", "a"));
        String text = frame.replace('\'', '"').replace("LARGE", LARGE);
        for (int i = 0; i < 9; i++) {
            large.says(text.formatted("r" + i));
        }
        test.clock.advance(Duration.ZERO);
        assertThat(large.closed()).isNull();

        large.says(text.formatted("last"));
        test.clock.advance(Duration.ZERO);

        assertThat(large.closed()).isEqualTo(DROPPED);
        assertThat(test.engine.workers()).containsExactly(small.worker());
        assertThat(exists("large")).isFalse();
        assertThat(exists("small")).isTrue();
        assertThat(small.closed()).isNull();
    }

    @Test
    void theNumberOfRegistrationsCountsToo() {
        TestPeer many = test.worker("many");
        for (int i = 0; i < LIMIT / 100; i++) {
            many.says(function("f" + i, ""));
        }
        test.clock.advance(Duration.ZERO);
        assertThat(many.closed()).isEqualTo(DROPPED);
    }

    @Test
    void registrationsThatWaitForAnnouncementsCountForAllConnections() {
        List<TestPeer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestPeer peer = test.connect();
            peer.says(function("f" + i, LARGE));
            peers.add(peer);
        }
        test.clock.advance(Duration.ZERO);
        assertThat(peers.stream().filter(peer -> peer.closed() == null).count()).isEqualTo(9);
        assertThat(peers.stream().filter(peer -> peer.closed() != null))
                .allSatisfy(peer -> assertThat(peer.closed()).isEqualTo(DROPPED));

        for (TestPeer peer : peers) {
            if (peer.closed() == null) {
                test.engine.announce(
                        peer.worker(), new Announcement(null, null, null, null, null, null, null, null, null));
            }
        }
        test.clock.advance(Duration.ZERO);
        assertThat(test.engine.functions()).as("they count once").hasSize(9);
    }

    @Test
    void whatIsReplacedUnregisteredOrLeftCountsNoMore() {
        TestPeer peer = test.worker("peer");
        for (int i = 0; i < 100; i++) {
            peer.says(function("same", LARGE));
            peer.says(function("gone", LARGE), "{\"type\":\"unregisterfunction\",\"id\":\"gone\"}");
            peer.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"" + LARGE + "\"}");
            small.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"" + LARGE + "\"}");
            peer.says(
                    "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"none\",\"function_id\":\"f\","
                            + "\"config\":\"" + LARGE + "\"}",
                    "{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
            TestPeer leaving = test.worker("leaving");
            leaving.says(function("left", LARGE), function("left2", LARGE));
            leaving.leaves();
        }
        test.clock.advance(Duration.ZERO);
        assertThat(peer.closed()).isNull();
        assertThat(small.closed()).isNull();
    }

    @Test
    void announcementsCount() {
        List<TestPeer> peers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            TestPeer peer = test.connect();
            for (int again = 0; again < 3; again++) {
                test.engine.announce(
                        peer.worker(), new Announcement(null, null, LARGE, null, null, null, null, null, null));
            }
            peers.add(peer);
        }
        test.clock.advance(Duration.ZERO);
        assertThat(peers.stream().filter(peer -> peer.closed() == null).count()).isEqualTo(9);
        assertThat(small.closed()).isNull();
    }

    private CompletableFuture<TriggerRegistration> lasting(String id, String type) {
        RawJson config = RawJson.parse("\"" + LARGE + "\"");
        return test.engine
                .registerTrigger(new Trigger(id, type, "f", "default", config, null, null, "default"))
                .toCompletableFuture();
    }

    @Test
    void triggersThatBelongToNoWorkerAreRefusedWhenTheyNeedTooMuchMemory() {
        for (int i = 0; i < 4; i++) {
            assertThat(lasting("t" + i, "none").join()).isEqualTo(TriggerRegistration.PARKED);
        }
        assertThat(lasting("t4", "none").join())
                .isInstanceOfSatisfying(
                        TriggerRegistration.Rejected.class,
                        rejected -> assertThat(rejected.error().message()).contains("need more than 50000 bytes"));
        assertThat(test.engine.unregisterTrigger("t0")).isTrue();
        assertThat(lasting("t5", "none").join()).isEqualTo(TriggerRegistration.PARKED);
    }

    @Test
    void triggersThatWaitForTheirProviderCount() {
        small.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        CompletableFuture<TriggerRegistration> replaced = lasting("t0", "tt");
        for (int i = 0; i < 4; i++) {
            assertThat(lasting("t" + i, "tt")).isNotDone();
        }
        assertThat(replaced.join()).isInstanceOf(TriggerRegistration.Rejected.class);
        assertThat(lasting("t4", "tt").join()).isInstanceOf(TriggerRegistration.Rejected.class);
        small.says(
                "{\"type\":\"triggerregistrationresult\",\"id\":\"t0\",\"trigger_type\":\"tt\",\"function_id\":\"f\","
                        + "\"error\":{\"code\":\"no\",\"message\":\"no\"}}");
        assertThat(lasting("t5", "tt")).isNotDone();
    }
}
