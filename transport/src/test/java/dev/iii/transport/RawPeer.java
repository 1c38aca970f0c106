package dev.iii.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The peer of a WebSocket connection, on a blocking socket. It can violate every rule of the protocol. */
final class RawPeer implements AutoCloseable {

    static final int FIN = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};
    private static final int READ_TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final boolean client;

    private RawPeer(Socket socket, boolean client) throws IOException {
        this.socket = socket;
        this.client = client;
        socket.setSoTimeout(READ_TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /**
     * A received frame.
     *
     * @param first the first byte: {@link #FIN} and the opcode
     */
    record Frame(int first, boolean masked, ByteBuffer payload) {
        int opcode() {
            return first & 0x0F;
        }

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** Returns the code of a close frame. */
        int code() {
            return payload.getShort(0) & 0xFFFF;
        }

        /** Returns the reason of a close frame. */
        String reason() {
            return StandardCharsets.UTF_8
                    .decode(payload.slice(2, payload.limit() - 2))
                    .toString();
        }
    }

    /** Opens a TCP connection without an upgrade. */
    static RawPeer tcp(int port) {
        return tcp(port, 0);
    }

    /** Opens a TCP connection. {@code receiveBuffer} is the size of the receive buffer, or 0 for the default of the system. */
    static RawPeer tcp(int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port), READ_TIMEOUT_MS);
            return new RawPeer(socket, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a peer in the role of the server on an established connection. */
    static RawPeer serverOn(Socket socket) {
        try {
            return new RawPeer(socket, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts a TCP connection as a server. */
    static RawPeer accept(ServerSocket listening) {
        try {
            listening.setSoTimeout(READ_TIMEOUT_MS);
            return new RawPeer(listening.accept(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String upgradeRequest(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Upgrades as a client. */
    RawPeer upgrade() {
        ascii(upgradeRequest("/"));
        String head = readHead();
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            throw new AssertionError("no upgrade: " + head);
        }
        return this;
    }

    /** Accepts the upgrade as a server. */
    RawPeer acceptUpgrade() {
        ascii(upgradeResponse(readHead()));
        return this;
    }

    static String upgradeResponse(String request) {
        String key = request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: "))
                .findFirst()
                .orElseThrow()
                .substring(19);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptKey(key) + "\r\n\r\n";
    }

    private static String acceptKey(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the head of an HTTP message with its empty line. Returns {@code ""} if the connection ends before. */
    String readHead() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                head.write(b);
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void ascii(String text) {
        bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void bytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a complete frame, which is masked if this peer is the client. */
    void frame(int first, byte[] payload) {
        bytes(encode(first, payload, client));
    }

    void text(String text) {
        frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** Sends only the header of a frame, which may declare any length. */
    void header(int first, long length) {
        bytes(encodeHeader(first, length, client));
    }

    /** Waits 5 ms for something to read, so that sent bytes arrive separately. */
    void pause() {
        try {
            socket.setSoTimeout(5);
            if (in.read() < 0) {
                throw new EOFException("the connection has ended");
            }
        } catch (SocketTimeoutException e) {
            // Nothing arrived, as expected.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an encoded frame, which is masked or not regardless of the role of this peer. */
    byte[] encode(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(encodeHeader(first, payload.length, masked));
        for (int i = 0; i < payload.length; i++) {
            frame.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return frame.toByteArray();
    }

    /** Returns an encoded frame like those that {@link #frame} sends. */
    byte[] encode(int first, byte[] payload) {
        return encode(first, payload, client);
    }

    private static byte[] encodeHeader(int first, long length, boolean masked) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        int mask = masked ? 0x80 : 0;
        if (length >= 0 && length < 126) {
            header.put((byte) (mask | length));
        } else if (length >= 0 && length < 1 << 16) {
            header.put((byte) (mask | 126)).putShort((short) length);
        } else {
            header.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            header.put(MASK);
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    /** Reads the next frame. Returns {@code null} at the end of the connection. */
    @Nullable
    Frame read() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int second = in.readUnsignedByte();
            long length = second & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] mask = in.readNBytes(second >= 0x80 ? 4 : 0);
            byte[] payload = in.readNBytes(Math.toIntExact(length));
            for (int i = 0; i < payload.length && mask.length > 0; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new Frame(first, mask.length > 0, ByteBuffer.wrap(payload));
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next frame. Fails at the end of the connection. */
    Frame next() {
        Frame frame = read();
        if (frame == null) {
            throw new AssertionError("expected a frame, got the end of the connection");
        }
        return frame;
    }

    /** Reads the next frame. Fails if it has another opcode. */
    Frame expect(int opcode) {
        Frame frame = next();
        if (frame.opcode() != opcode) {
            throw new AssertionError("expected opcode " + opcode + ", got " + frame);
        }
        return frame;
    }

    /** Reads until the connection ends, normally or with a reset. */
    void awaitEnd() {
        try {
            byte[] rest = new byte[64 * 1024];
            while (in.read(rest) >= 0) {
                // Discard the bytes.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection has not ended", e);
        } catch (IOException e) {
            // A reset is an end too.
        }
    }

    /** Shuts down the output. Input can still be read. */
    void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection with a TCP reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
