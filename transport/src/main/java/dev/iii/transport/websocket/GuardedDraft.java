package dev.iii.transport.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidFrameException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.Handshakedata;

/**
 * A draft of Java-WebSocket with a different frame reader. It passes complete messages as bytes, unmasks eight bytes at a
 * time, and enforces the limits.
 *
 * <p>The frame reader of the library allocates the length that a header declares and does not count middle fragments
 * (Java-WebSocket issues 1507 and 1508). Its check of close frames rejects valid frames and fails on some invalid ones.
 * In this class, memory grows with the received bytes, every fragment counts, and all frames go directly to the sink.
 *
 * <p>Not thread-safe: there is one instance for each connection, used on its event loop.
 */
final class GuardedDraft extends Draft_6455 {

    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int FIRST_ALLOCATION = 4 * 1024;

    private final int maxMessageBytes;
    private final int maxFragments;
    private final FrameSink sink;
    private final boolean server;

    /** The upgrade request that the library would have written, and logged together with its headers. */
    private List<ByteBuffer> capturedHandshake = List.of();

    // The current frame: the received bytes of its header, the decoded fields, and the payload.
    private final byte[] header = new byte[14];
    private int headerBytes;
    private boolean inPayload;
    private boolean fin;
    private int opcode;
    private long remaining;
    private int maskKey;
    private long phase;
    private byte[] payload = GrowingBytes.NONE;
    private int payloadBytes;

    // The current fragmented message.
    private int messageOpcode;
    private int fragments;
    private final GrowingBytes message = new GrowingBytes();
    private boolean closeSeen;

    GuardedDraft(boolean server, int maxMessageBytes, int maxFragments, FrameSink sink) {
        super(Collections.emptyList(), maxMessageBytes);
        this.server = server;
        this.maxMessageBytes = maxMessageBytes;
        this.maxFragments = maxFragments;
        this.sink = sink;
        setParseMode(server ? Role.SERVER : Role.CLIENT);
    }

    /** Returns this instance. The library copies a draft before use, but this one belongs to a single connection. */
    @Override
    public Draft copyInstance() {
        return this;
    }

    @Override
    public List<ByteBuffer> createHandshake(Handshakedata handshake, boolean withContent) {
        List<ByteBuffer> bytes = super.createHandshake(handshake, withContent);
        if (server) {
            return bytes;
        }
        // Return nothing to write: the library logs at TRACE what it writes, including the headers of the caller.
        capturedHandshake = bytes;
        return List.of();
    }

    List<ByteBuffer> capturedHandshake() {
        return capturedHandshake;
    }

    /** Returns a close frame. The reason is truncated if it does not fit. */
    ByteBuffer createCloseFrame(int code, String reason) {
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(utf8.length, MAX_CONTROL_PAYLOAD - 2);
        while (end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        CloseFrame frame = new CloseFrame();
        frame.setReason(new String(utf8, 0, end, StandardCharsets.UTF_8));
        frame.setCode(code);
        return createBinaryFrame(frame);
    }

    /**
     * Passes the frames of the buffer to the sink, as long as it takes them. Returns an empty list, so that the library
     * handles no frames.
     */
    @Override
    public List<Framedata> translateFrame(ByteBuffer in) throws InvalidDataException {
        boolean takesMore = true;
        while (takesMore && in.hasRemaining() && !closeSeen) {
            if (!inPayload && !readHeader(in)) {
                break;
            }
            if (!readPayload(in)) {
                break;
            }
            inPayload = false;
            headerBytes = 0;
            if (opcode >= 8) {
                controlFrame();
            } else {
                dataFrame();
                takesMore = sink.takesMore();
            }
        }
        if (closeSeen) {
            in.position(in.limit());
        }
        return List.of();
    }

    /** Returns the size of the memory that the incomplete message uses. */
    long heldBytes() {
        return (inPayload ? payload.length : 0L) + message.array().length;
    }

    /** Drops the incomplete message. No bytes may be read afterwards. */
    void dropMessage() {
        payload = GrowingBytes.NONE;
        inPayload = false;
        message.clear(0);
    }

    private boolean readHeader(ByteBuffer in) throws InvalidDataException {
        while (headerBytes < headerLength()) {
            if (!in.hasRemaining()) {
                return false;
            }
            header[headerBytes++] = in.get();
        }
        fin = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0F;
        int lengthBytes = lengthBytes();
        remaining = lengthBytes == 0 ? header[1] & 0x7F : bigEndian(2, lengthBytes);
        maskKey = masked() ? (int) bigEndian(2 + lengthBytes, 4) : 0;
        phase = 0;
        payloadBytes = 0;
        checkHeader();
        payload = new byte[(int) Math.min(remaining, Math.max(in.remaining(), FIRST_ALLOCATION))];
        inPayload = true;
        return true;
    }

    private int headerLength() {
        return headerBytes < 2 ? 2 : 2 + lengthBytes() + (masked() ? 4 : 0);
    }

    private int lengthBytes() {
        int declared = header[1] & 0x7F;
        return declared == 126 ? 2 : declared == 127 ? 8 : 0;
    }

    private boolean masked() {
        return (header[1] & 0x80) != 0;
    }

    private long bigEndian(int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | (header[i] & 0xFF);
        }
        return value;
    }

    private void checkHeader() throws InvalidDataException {
        if ((header[0] & 0x70) != 0) {
            throw new InvalidFrameException("reserved bits are set but no extension was negotiated");
        }
        if (masked() != server) {
            throw new InvalidFrameException(
                    server ? "a client's frame must be masked" : "a server's frame must not be masked");
        }
        if (opcode > 10 || (opcode > 2 && opcode < 8)) {
            throw new InvalidFrameException("unknown opcode " + opcode);
        }
        if (opcode >= 8) {
            if (!fin || remaining > MAX_CONTROL_PAYLOAD || remaining < 0) {
                throw new InvalidFrameException("a control frame must not be fragmented or longer than 125 bytes");
            }
            return;
        }
        if ((opcode == 0) != (messageOpcode != 0)) {
            throw new InvalidFrameException(
                    opcode == 0 ? "a continuation without a message" : "a new message before the end of the last one");
        }
        // A length with its highest bit set is negative here. It is too large in any case.
        if (remaining < 0 || message.length() + remaining > maxMessageBytes) {
            throw new LimitExceededException(
                    "the message is larger than the limit of " + maxMessageBytes + " bytes", maxMessageBytes);
        }
        if (!(fin && opcode != 0) && ++fragments > maxFragments) {
            throw new LimitExceededException("the message has more than " + maxFragments + " fragments", maxFragments);
        }
    }

    private boolean readPayload(ByteBuffer in) {
        int count = (int) Math.min(in.remaining(), remaining);
        if (count > 0) {
            if (payloadBytes + count > payload.length) {
                long wanted = Math.max(payloadBytes + (long) count, payload.length * 2L);
                payload = Arrays.copyOf(payload, (int) Math.min(wanted, payloadBytes + remaining));
            }
            in.get(payload, payloadBytes, count);
            if (maskKey != 0) {
                Masking.apply(payload, payloadBytes, count, maskKey, phase);
            }
            payloadBytes += count;
            phase += count;
            remaining -= count;
        }
        return remaining == 0;
    }

    private void dataFrame() throws InvalidDataException {
        if (opcode != 0 && fin) {
            deliver(opcode, takePayload());
            return;
        }
        if (opcode != 0) {
            messageOpcode = opcode;
        }
        message.put(payload, 0, payloadBytes);
        payload = GrowingBytes.NONE;
        if (fin) {
            int kind = messageOpcode;
            byte[] whole = Arrays.copyOf(message.array(), message.length());
            message.clear(0);
            messageOpcode = 0;
            fragments = 0;
            deliver(kind, whole);
        }
    }

    private byte[] takePayload() {
        byte[] whole = payloadBytes == payload.length ? payload : Arrays.copyOf(payload, payloadBytes);
        payload = GrowingBytes.NONE;
        return whole;
    }

    private void deliver(int kind, byte[] whole) throws InvalidDataException {
        if (kind == 2) {
            sink.binary(whole);
        } else if (Utf8.isValid(whole)) {
            sink.text(whole);
        } else {
            throw new InvalidDataException(CloseFrame.NO_UTF8, "a text message is not valid UTF-8");
        }
    }

    private void controlFrame() throws InvalidDataException {
        byte[] body = takePayload();
        switch (opcode) {
            case 8 -> closeFrame(body);
            case 9 -> {
                PingFrame ping = new PingFrame();
                ping.setPayload(ByteBuffer.wrap(body));
                sink.ping(ping);
            }
            default -> sink.pong();
        }
    }

    private void closeFrame(byte[] body) throws InvalidDataException {
        closeSeen = true;
        if (body.length == 0) {
            sink.closing(CloseCodes.NO_STATUS, "");
            return;
        }
        int code = body.length == 1 ? -1 : (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
        if (!CloseCodes.maySend(code)) {
            throw new InvalidFrameException("a close frame with a code that must not be sent");
        }
        byte[] reason = Arrays.copyOfRange(body, 2, body.length);
        if (!Utf8.isValid(reason)) {
            throw new InvalidDataException(CloseFrame.NO_UTF8, "the reason of a close frame is not valid UTF-8");
        }
        sink.closing(code, new String(reason, StandardCharsets.UTF_8));
    }
}
