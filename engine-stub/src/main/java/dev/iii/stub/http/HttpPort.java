package dev.iii.stub.http;

import dev.iii.stub.net.Authority;
import dev.iii.stub.net.PortException;
import dev.iii.transport.LogLimiter;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The HTTP server: its port, its threads and its limits. */
final class HttpPort {

    /** The maximum size of a request's line and header fields together. It is the size of the real engine's buffer. */
    private static final int MAX_REQUEST_HEAD = 8192 + 100 * 4096;

    private static final int MAX_RESPONSE_HEAD = 256 << 10;
    private static final int INPUT_BUFFER = 32 << 10;
    private static final int BAD_REQUEST = 400;
    private static final int MAX_THREADS = 16;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int STOP_MS = 5000;
    private static final int LOG_LINES = 10;
    private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

    private final Server server;
    private final ServerConnector connector;
    private final ThreadGroup timers;

    private HttpPort(Server server, ServerConnector connector, ThreadGroup timers) {
        this.server = server;
        this.connector = connector;
        this.timers = timers;
    }

    /**
     * The times after which a connection is closed whose client does nothing.
     *
     * @param idle the maximum time without traffic, unless a request is being handled
     * @param write the maximum time in which the client reads nothing of a response
     * @param head the maximum time from the first byte of a request to the end of its header fields
     */
    record Timeouts(Duration idle, Duration write, Duration head) {

        /** The defaults, apart from the idle time. */
        static Timeouts withIdle(Duration idle) {
            return new Timeouts(idle, Duration.ofSeconds(30), Duration.ofSeconds(10));
        }
    }

    /**
     * Listens on an address.
     *
     * @param timeouts when connections are closed whose client does nothing
     * @throws PortException if the address cannot be bound
     */
    static HttpPort open(InetSocketAddress address, Timeouts timeouts, Handler handler) throws PortException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("iii-stub-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setStopTimeout(STOP_MS);
        ThreadGroup timers = new ThreadGroup("iii-stub-http");
        Server server =
                new Server(threads, new ScheduledExecutorScheduler("iii-stub-http-timer", true, null, timers), null);
        server.setStopTimeout(0);
        server.setHandler(handler);
        // A request that is not valid HTTP gets a status without a body.
        server.setErrorHandler((request, response, callback) -> {
            if (response.getStatus() == BAD_REQUEST) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            callback.succeeded();
            return true;
        });
        ServerConnector connector = new MendingConnector(server, timeouts);
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(timeouts.idle().toMillis());
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        HttpPort port = new HttpPort(server, connector, timers);
        try {
            connector.open();
            server.start();
            return port;
        } catch (IOException e) {
            port.close();
            throw PortException.of("HTTP port", address, bindFailure(e));
        } catch (Exception e) {
            port.close();
            throw PortException.of("HTTP port", address, new IOException(e));
        }
    }

    private static final class MendingConnector extends ServerConnector {

        private final Timeouts timeouts;
        private final LogLimiter slowHeads = new LogLimiter(System::nanoTime, LOG_LINES, LOG_PERIOD);

        MendingConnector(Server server, Timeouts timeouts) {
            super(server, 0, 1, new HttpConnectionFactory(configuration()));
            this.timeouts = timeouts;
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint endPoint =
                    new LenientEndPoint(channel, selector, key, getScheduler(), timeouts, slowHeads);
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        // Every path is accepted, because paths are compared in the form in which they are sent.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Fields of equal value are safe, and the real engine accepts them.
        http.setHttpCompliance(HttpCompliance.RFC9110.with("iii", HttpCompliance.Violation.MULTIPLE_CONTENT_LENGTHS));
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEAD);
        http.setMaxResponseHeaderSize(MAX_RESPONSE_HEAD);
        http.setInputBufferSize(INPUT_BUFFER);
        // Otherwise the parser would replace known header values by its own spelling. The case of a content type must
        // be kept.
        http.setHeaderCacheCaseSensitive(true);
        return http;
    }

    private static IOException bindFailure(IOException thrown) {
        return thrown.getCause() instanceof BindException bind ? bind : thrown;
    }

    /** Returns the base URL, for example {@code http://127.0.0.1:3111}. */
    String url() {
        return "http://" + Authority.reachable(new InetSocketAddress(connector.getHost(), connector.getLocalPort()));
    }

    /** Closes all connections and stops all threads. */
    void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP port could not be closed", e);
        }
        awaitTimers();
    }

    /** Waits for the timer threads. The server stops them without waiting for them. */
    private void awaitTimers() {
        Thread[] left = new Thread[Math.max(1, timers.activeCount())];
        try {
            for (int i = timers.enumerate(left) - 1; i >= 0; i--) {
                left[i].join(STOP_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
