package dev.iii.testing.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy between one worker and the engine that can reset its links and make them half-open. Thread-safe. */
final class FaultyProxy implements AutoCloseable {

    /** The direction of data. */
    enum Direction {
        TO_ENGINE,
        TO_WORKER
    }

    private static final int CONNECT_MILLIS = 2000;

    private final String name;
    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong lostBytes = new AtomicLong();
    private volatile InetSocketAddress target;

    FaultyProxy(String name, URI engine) throws IOException {
        this.name = name;
        this.target = address(engine);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    private static InetSocketAddress address(URI engine) {
        return new InetSocketAddress(engine.getHost(), engine.getPort());
    }

    /** Returns the URL at which the worker reaches the engine. */
    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort();
    }

    /** Connects further links to this engine. */
    void engine(URI url) {
        target = address(url);
    }

    /** Returns how many bytes were lost on half-open links. */
    long lostBytes() {
        return lostBytes.get();
    }

    /** Returns the links of which both sides are open. */
    List<Link> openLinks() {
        return links.stream().filter(Link::isOpen).toList();
    }

    /** Resets both sides of all links with RST and returns how many that were. */
    int reset() {
        List<Link> open = openLinks();
        open.forEach(Link::reset);
        return open.size();
    }

    /** Makes all present links half-open: both sides stay open, but data in the given directions is lost. */
    List<Link> halfOpen(Collection<Direction> directions) {
        List<Link> open = openLinks();
        open.forEach(link -> link.lose(directions));
        return open;
    }

    @Override
    public void close() throws IOException {
        server.close();
        links.forEach(Link::reset);
    }

    private void start(String what, Runnable body) {
        Thread thread = new Thread(body, "chaos-" + name + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket worker = server.accept();
                start("link", () -> connect(worker));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket worker) {
        Socket engine = new Socket();
        Link link = new Link(worker, engine);
        try {
            engine.connect(target, CONNECT_MILLIS);
            engine.setTcpNoDelay(true);
            worker.setTcpNoDelay(true);
            links.add(link);
        } catch (IOException e) {
            // The engine is not running: the worker must not wait.
            link.reset();
            return;
        }
        start("to-worker", () -> link.copy(Direction.TO_WORKER));
        link.copy(Direction.TO_ENGINE);
    }

    /** A connection of a worker and the connection to the engine that belongs to it. */
    final class Link {

        private final Socket worker;
        private final Socket engine;
        private volatile Set<Direction> lossy = Set.of();

        Link(Socket worker, Socket engine) {
            this.worker = worker;
            this.engine = engine;
        }

        boolean isOpen() {
            return !worker.isClosed() && !engine.isClosed();
        }

        /** Returns {@code true} if the worker has closed its side, or both sides are closed. */
        boolean workerHasLeft() {
            return worker.isClosed();
        }

        void lose(Collection<Direction> directions) {
            lossy = Set.copyOf(directions);
        }

        void reset() {
            for (Socket socket : List.of(worker, engine)) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // It is closed already.
                }
            }
            closeBoth();
        }

        private void closeBoth() {
            links.remove(this);
            close(worker);
            close(engine);
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void copy(Direction direction) {
            Socket from = direction == Direction.TO_ENGINE ? worker : engine;
            Socket to = direction == Direction.TO_ENGINE ? engine : worker;
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (lossy.contains(direction)) {
                        lostBytes.addAndGet(n);
                    } else {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // One of the sides is gone, as after the end of the stream.
            }
            if (lossy.isEmpty()) {
                closeBoth();
            } else {
                // The other side of a half-open link does not notice it.
                close(from);
            }
        }
    }
}
