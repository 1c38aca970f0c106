package dev.iii.sdk.internal.runtime;

import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameDecoder;
import dev.iii.protocol.MalformedFrameException;
import dev.iii.sdk.internal.session.Input;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a session, from the attempt to connect until it has ended. Passes its events to the session. */
final class SessionConnection implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(SessionConnection.class);
    private static final int MAX_DEPTH = 500;
    private static final int MAX_REPORTED = 10;

    private final SessionRunner runner;
    private final int generation;
    private final FrameDecoder decoder = new FrameDecoder(MAX_DEPTH);
    private volatile @Nullable Connection connection;
    private volatile boolean ended;
    private int ignored;

    SessionConnection(SessionRunner runner, int generation) {
        this.runner = runner;
        this.generation = generation;
    }

    int generation() {
        return generation;
    }

    /** Returns the connection; {@code null} before it is open. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Returns {@code true} if the attempt has failed or the connection has ended. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void onOpen(Connection opened) {
        connection = opened;
        if (!runner.isCurrent(this)) {
            opened.abort("abandoned");
            return;
        }
        runner.on(new Input.Opened(generation));
    }

    @Override
    public void onText(Connection from, byte[] utf8) {
        Frame frame;
        try {
            frame = decoder.decode(utf8, 0, utf8.length);
        } catch (MalformedFrameException e) {
            logIgnored("a frame of " + utf8.length + " bytes: " + e.getMessage());
            return;
        }
        runner.on(new Input.Received(generation, frame));
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        logIgnored("a binary message of " + bytes.length + " bytes");
    }

    /** Logs only a few messages per connection: a peer that sends invalid messages must not fill the log. */
    private void logIgnored(String message) {
        if (++ignored <= MAX_REPORTED) {
            log.warn(
                    "Ignored {}{}",
                    message,
                    ignored == MAX_REPORTED ? " (further ones of this connection are not logged)" : "");
        }
    }

    @Override
    public void onClosed(Closing closing) {
        String reason = closing.reason().isEmpty() ? "closed with code " + closing.code() : closing.reason();
        ended = true;
        runner.on(new Input.Closed(
                generation, closing.code() == Closing.ABNORMAL ? reason : reason + " (code " + closing.code() + ")"));
    }
}
