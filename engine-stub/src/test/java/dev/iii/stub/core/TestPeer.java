package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameDecoder;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.MalformedFrameException;
import dev.iii.stub.core.connection.WorkerConnection;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.stub.core.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The other end of a connection without a socket: says frames, and keeps those that it hears. */
public final class TestPeer implements OutboundConnection {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Frame> heard = new ArrayList<>();

    @Nullable
    WorkerConnection connection;

    private @Nullable String closed;
    private boolean paused;
    private long maxFrameBytes = Long.MAX_VALUE;
    private Sent answer = Sent.QUEUED;
    private Consumer<Frame> onFrame = frame -> {};

    /** The engine's end of the connection. */
    public WorkerConnection connection() {
        return Objects.requireNonNull(connection);
    }

    /** The engine's view of this peer. */
    public Worker worker() {
        return connection().worker();
    }

    public String id() {
        return worker().id();
    }

    @Override
    public Sent send(Frame frame) {
        if (closed != null) {
            return Sent.CLOSED;
        }
        if (answer == Sent.QUEUED) {
            heard.add(frame);
            onFrame.accept(frame);
        }
        return answer;
    }

    @Override
    public long maxFrameBytes() {
        return maxFrameBytes;
    }

    /** From now on, a new connection of this peer takes no larger frames. */
    TestPeer taking(long maxBytes) {
        maxFrameBytes = maxBytes;
        return this;
    }

    @Override
    public void close(String reason) {
        closed = reason;
    }

    @Override
    public void abort(String reason) {
        closed = reason;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    /** Returns {@code true} while the engine does not read from this peer. */
    public boolean paused() {
        return paused;
    }

    @Override
    public String address() {
        return "192.0.2.7";
    }

    /** Takes no frame any more, as a peer that does not read. */
    public void stopReading() {
        answer = Sent.FULL;
    }

    /** Reacts to frames while they are being sent, as a very fast worker. */
    public void reacting(Consumer<Frame> reaction) {
        onFrame = reaction;
    }

    /** Sends frames in JSON, to the engine. */
    public void says(String... frames) {
        for (String frame : frames) {
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            try {
                connection().receive(new FrameDecoder(127).decode(bytes, 0, bytes.length), bytes.length);
            } catch (MalformedFrameException e) {
                throw new IllegalArgumentException(frame, e);
            }
        }
    }

    /** The connection ends. */
    public void leaves() {
        closed = "left";
        connection().disconnected("left");
    }

    /** Why the engine closed the connection, {@code null} when it did not. */
    public @Nullable String closed() {
        return closed;
    }

    /** The frames since the last look. */
    public List<Frame> heard() {
        List<Frame> frames = List.copyOf(heard);
        heard.clear();
        return frames;
    }

    /** Exactly these frames came since the last look; the order of members does not matter. */
    public void hears(String... frames) {
        List<JsonNode> expected = new ArrayList<>();
        for (String frame : frames) {
            expected.add(MAPPER.readTree(frame));
        }
        List<JsonNode> actual = new ArrayList<>();
        for (Frame frame : heard()) {
            actual.add(MAPPER.readTree(FrameEncoder.encode(frame)));
        }
        assertThat(actual).isEqualTo(expected);
    }

    /** Nothing came since the last look. */
    public void hearsNothing() {
        hears();
    }

    /** Calls a function; the answer is the next frame. */
    public void calls(String functionId, String data, String answer) {
        String id = TestEngine.id(0xCA11).toString();
        says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + id + "\",\"function_id\":\"" + functionId
                + "\",\"data\":" + data + "}");
        String head = "{\"type\":\"invocationresult\",\"invocation_id\":\"" + id + "\",\"function_id\":\"" + functionId
                + "\"";
        hears(answer.isEmpty() ? head + "}" : head + "," + answer + "}");
    }

    /** Calls a function that answers with this result. */
    public void gets(String functionId, String data, String result) {
        calls(functionId, data, "\"result\":" + result);
    }

    /** Calls a function that fails like this. */
    public void fails(String functionId, String data, String code, String message) {
        calls(
                functionId,
                data,
                "\"error\":" + MAPPER.createObjectNode().put("code", code).put("message", message));
    }
}
