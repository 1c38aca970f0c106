package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * A TLS client on a socket. The certificate must be valid for the host of the address; this check cannot be disabled.
 *
 * <p>Used only on the thread of the event loop. The computations of the handshake run there too, because they take only
 * milliseconds, once per connection.
 */
final class TlsWire implements Wire {

    /** The causes of an exception may form a cycle. */
    private static final int MAX_CAUSES = 100;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    /** Encrypted bytes from the socket, in read mode. */
    private ByteBuffer in;
    /** Decrypted bytes that did not fit into the buffer of the caller, in read mode. */
    private ByteBuffer plain;
    /** Encrypted bytes for the socket, in read mode. */
    private ByteBuffer out;

    private boolean established;
    /** The last read ended because the socket had no more bytes. If {@code false}, the buffers may contain bytes. */
    private boolean starved = true;

    private boolean peerClosed;
    private boolean socketEnded;

    TlsWire(SocketChannel channel, SSLContext context, String host, int port) throws SSLException {
        this.channel = channel;
        this.engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        engine.setSSLParameters(parameters);
        SSLSession session = engine.getSession();
        in = empty(session.getPacketBufferSize());
        plain = empty(session.getApplicationBufferSize());
        out = empty(session.getPacketBufferSize());
        engine.beginHandshake();
    }

    /** Returns the reason of a failure. Includes the root cause, which describes what is wrong with a certificate. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        String detail = String.valueOf(root.getMessage());
        return "TLS failed: " + (message.contains(detail) ? message : message + " (" + detail + ")");
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).limit(0);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int before = to.position();
        starved = false;
        while (to.hasRemaining() && !starved) {
            if (plain.hasRemaining()) {
                move(plain, to);
            } else if (peerClosed) {
                break;
            } else if (!advance()) {
                starved = fill() <= 0;
            }
        }
        int count = to.position() - before;
        return count == 0 && (peerClosed || socketEnded) ? -1 : count;
    }

    /** Reads the socket once. Returns the number of bytes, 0 if there are none, or -1 at the end of the stream. */
    private int fill() throws IOException {
        in.compact();
        try {
            int count = channel.read(in);
            socketEnded = count < 0;
            return count;
        } finally {
            in.flip();
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        ByteBuffer part = from.duplicate().limit(from.position() + count);
        to.put(part);
        from.position(from.position() + count);
    }

    /** Processes one step of the handshake or one record. Returns {@code false} if it needs more bytes from the socket. */
    private boolean advance() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                runTasks();
                return true;
            }
            case NEED_WRAP -> {
                return wrap(NOTHING);
            }
            default -> {
                return unwrap();
            }
        }
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    private boolean unwrap() throws SSLException {
        plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(in, plain);
        } finally {
            plain.flip();
        }
        noteHandshake(result);
        return switch (result.getStatus()) {
            case OK -> true;
            case CLOSED -> {
                peerClosed = true;
                yield true;
            }
            case BUFFER_UNDERFLOW -> {
                in = grown(in, engine.getSession().getPacketBufferSize());
                yield false;
            }
            case BUFFER_OVERFLOW -> {
                plain = empty(engine.getSession().getApplicationBufferSize());
                yield true;
            }
        };
    }

    /** Returns a buffer with the same bytes and at least the given capacity, in read mode. */
    private static ByteBuffer grown(ByteBuffer buffer, int capacity) {
        if (buffer.capacity() >= capacity) {
            return buffer;
        }
        ByteBuffer larger = ByteBuffer.allocate(capacity);
        larger.put(buffer);
        return larger.flip();
    }

    private void noteHandshake(SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            established = true;
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int before = from.position();
        if (!drain()) {
            return 0;
        }
        while (!established) {
            if (!advanceHandshake()) {
                return 0;
            }
        }
        while (from.hasRemaining() && drain()) {
            if (!wrap(from)) {
                break;
            }
        }
        drain();
        return from.position() - before;
    }

    /** Processes one step of the handshake. Returns {@code false} if the peer must send its part first. */
    private boolean advanceHandshake() throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                runTasks();
                yield true;
            }
            case NEED_WRAP -> wrap(NOTHING);
            case NOT_HANDSHAKING, FINISHED -> {
                established = true;
                yield true;
            }
            default -> false;
        };
    }

    /** Encrypts and sends one record. Returns {@code false} if the socket does not accept it or the engine made no progress. */
    private boolean wrap(ByteBuffer from) throws IOException {
        if (!drain()) {
            return false;
        }
        out.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(from, out);
        } finally {
            out.flip();
        }
        noteHandshake(result);
        switch (result.getStatus()) {
            case OK -> {
                // If there is no progress, the engine waits for the peer. Then the connection must be read.
                return drain() && result.bytesConsumed() + result.bytesProduced() > 0;
            }
            case BUFFER_OVERFLOW -> {
                out = empty(engine.getSession().getPacketBufferSize());
                return true;
            }
            case CLOSED -> throw new SSLException("the TLS connection is closed");
            case BUFFER_UNDERFLOW -> throw new SSLException("nothing to encrypt");
        }
        return false;
    }

    @Override
    public boolean push() throws IOException {
        return drain();
    }

    @Override
    public boolean holdsUnread() {
        return !starved;
    }

    /** Sends the encrypted bytes. Returns {@code true} if all of them were sent. */
    private boolean drain() throws IOException {
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean waitsForSocket() {
        return out.hasRemaining();
    }

    @Override
    public boolean isBoundToLoop() {
        return true;
    }

    @Override
    public void close() {
        try {
            if (established && drain()) {
                engine.closeOutbound();
                out.clear();
                engine.wrap(NOTHING, out);
                out.flip();
                drain();
            }
        } catch (IOException e) {
            // The peer cannot be notified. The caller closes the socket next.
            engine.closeOutbound();
        }
    }
}
