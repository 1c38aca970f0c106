package dev.iii.sdk.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Takes TLS off and passes the bytes on to an engine. */
final class TlsFront implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;
    private final ServerSocket server;
    private final URI engine;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param certificate {@code localhost}, or {@code elsewhere} for the certificate of another host */
    TlsFront(String engineUrl, String certificate) throws Exception {
        engine = URI.create(engineUrl);
        keys = keys(certificate);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static KeyStore keys(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = requireNonNull(TlsFront.class.getResourceAsStream(name + ".p12"), name)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** Trusts this front and nobody else. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", keys.getCertificate("key"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    String url() {
        return "wss://localhost:" + server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket outside = server.accept();
                Socket inside = new Socket(engine.getHost(), engine.getPort());
                sockets.add(outside);
                sockets.add(inside);
                start(() -> pass(outside, inside));
                start(() -> pass(inside, outside));
            } catch (IOException e) {
                close();
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side is gone, and the other with it.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
