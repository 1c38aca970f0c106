package dev.iii.example.inventory.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on to the stream port of an engine, and can cut them. Thread-safe. */
final class Relay implements AutoCloseable {

    private final URI target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Relay(URI target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort();
    }

    /** Ends all connections, and refuses new ones until {@link #repair}. */
    void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void repair() {
        cut = false;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // The connection or the relay was closed.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket browser = server.accept();
            if (cut) {
                browser.close();
                continue;
            }
            Socket engine = new Socket(target.getHost(), target.getPort());
            sockets.add(browser);
            sockets.add(engine);
            start(() -> copy(browser, engine));
            start(() -> copy(engine, browser));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } finally {
            sockets.remove(from);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
