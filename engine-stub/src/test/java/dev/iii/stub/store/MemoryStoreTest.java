package dev.iii.stub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

    private final MemoryStore store = new MemoryStore();

    private static RawJson json(String text) {
        return RawJson.parse(text);
    }

    @Test
    void setReturnsTheOldValueAndKeepsAnExactCopyOfTheNew() {
        assertThat(store.set("s", "k", json("{ \"n\" : 1.0 }")).oldValue()).isNull();
        KeyValueStore.Change change = store.set("s", "k", json("2"));
        assertThat(change.oldValue()).isEqualTo(json("{ \"n\" : 1.0 }"));
        assertThat(change.newValue()).isEqualTo(json("2"));
        assertThat(store.get("s", "k")).isEqualTo(json("2"));
    }

    @Test
    void storedValueDoesNotKeepTheMessageAlive() {
        byte[] message = "{\"value\":[1,2]}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        store.set("s", "k", RawJson.wrap(message, 9, 5));
        assertThat(store.get("s", "k"))
                .isNotNull()
                .extracting(kept -> kept.array().length)
                .isEqualTo(5);
    }

    @Test
    void listHasTheOrderInWhichKeysWereFirstStored() {
        store.set("s", "b", json("1"));
        store.set("s", "a", json("2"));
        store.set("s", "c", json("3"));
        store.set("s", "b", json("4"));
        store.delete("s", "a");
        store.set("s", "a", json("5"));
        assertThat(store.list("s")).containsExactly(json("4"), json("3"), json("5"));
        assertThat(store.list("none")).isEmpty();
    }

    @Test
    void emptiedGroupIsStillListed() {
        store.set("b", "k", json("1"));
        store.set("a", "k", json("1"));
        assertThat(store.delete("b", "k")).isEqualTo(json("1"));
        assertThat(store.delete("b", "k")).isNull();
        assertThat(store.delete("none", "k")).isNull();
        assertThat(store.get("b", "k")).isNull();
        assertThat(store.groups()).containsExactly("a", "b");
    }

    @Test
    void updatesOfManyThreadsAreAllAppliedAndEachValueIsReturnedOnce() throws Exception {
        int threads = 8;
        int each = 2000;
        List<UpdateOp> increment = UpdateOps.read(json("[{\"type\":\"increment\",\"path\":\"n\",\"by\":1}]"));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                tasks.add(() -> {
                    for (int i = 0; i < each; i++) {
                        seen.add(store.update("s", "k", increment).newValue().text());
                    }
                    return null;
                });
            }
            for (var outcome : pool.invokeAll(tasks)) {
                outcome.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.get("s", "k")).isEqualTo(json("{\"n\":" + threads * each + "}"));
        assertThat(seen).hasSize(threads * each);
    }
}
