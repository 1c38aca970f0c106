package dev.iii.stub.core;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.environment.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Consumer;

/** An engine without sockets and threads, whose time and ids a test owns. */
public final class TestEngine {

    /** Ids that count: the n-th one ends in n. */
    private static final class CountingIds implements Ids {
        private long count;

        @Override
        public UUID next() {
            return id(++count);
        }

        @Override
        public UUID secret() {
            return new UUID(0x5EC2_0000_0000_4000L, 0x8000_0000_0000_0000L | ++count);
        }
    }

    public final ManualClock clock = new ManualClock();
    public final Engine engine;

    /** An engine with these workers. */
    public TestEngine(EngineWorker... workers) {
        this(EngineSettings.DEFAULT, workers);
    }

    /** An engine with these settings and workers. */
    public TestEngine(EngineSettings settings, EngineWorker... workers) {
        engine = new Engine(clock, new CountingIds(), settings);
        for (EngineWorker worker : workers) {
            engine.install(worker);
        }
        try {
            engine.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs one more worker, which does this when it is installed. */
    public void extend(Consumer<Installer> installation) {
        engine.install(new EngineWorker() {
            @Override
            public String name() {
                return "extension";
            }

            @Override
            public String description() {
                return "An extension for a test.";
            }

            @Override
            public void install(Installer installer) {
                installation.accept(installer);
            }
        });
    }

    /** The n-th id that the engine gives. */
    public static UUID id(long n) {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | n);
    }

    /** A connection that has been greeted and has not said anything yet. */
    public TestPeer connect() {
        return connect(Access.OPEN);
    }

    /** The same with limited access. */
    public TestPeer connect(Access access) {
        return connect(new TestPeer(), access);
    }

    /** Connects this peer. */
    TestPeer connect(TestPeer peer, Access access) {
        peer.connection = engine.connect(peer, access);
        peer.heard();
        return peer;
    }

    /** A worker that has announced itself in the default namespace. */
    public TestPeer worker(String name) {
        return worker(name, null);
    }

    /** A worker that has announced itself in a namespace. */
    public TestPeer worker(String name, @org.jspecify.annotations.Nullable String namespace) {
        return worker(new TestPeer(), name, namespace);
    }

    /** The same for this peer. */
    TestPeer worker(TestPeer peer, String name, @org.jspecify.annotations.Nullable String namespace) {
        connect(peer, Access.OPEN);
        engine.announce(peer.worker(), new Announcement(name, namespace, "test", null, null, null, null, null, null));
        return peer;
    }
}
