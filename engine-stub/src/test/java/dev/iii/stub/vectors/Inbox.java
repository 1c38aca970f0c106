package dev.iii.stub.vectors;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The frames that came on one connection and were not looked at yet, and whether there can be more. Thread-safe. */
final class Inbox {

    private static final JsonNode END = MissingNode.getInstance();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    void add(JsonNode frame) {
        frames.add(frame);
    }

    /** Nothing more will come. */
    void end() {
        frames.add(END);
        ended.countDown();
    }

    /** The next frame. */
    JsonNode receive(Duration wait) {
        return poll(wait)
                .orElseThrow(() -> new Mismatch("expected a frame, got none within " + wait.toMillis() + " ms"));
    }

    /** Nothing comes for this long, and the connection stays open. */
    void expectSilence(Duration time) {
        poll(time).ifPresent(frame -> {
            throw new Mismatch("expected silence, got " + Mismatch.shown(frame));
        });
    }

    /** The peer ends the connection, and no frame is left. */
    void expectEnd(Duration wait) {
        if (!awaitEnd(wait)) {
            throw new Mismatch("expected the connection to be closed, got a connection that is still open");
        }
        JsonNode first = frames.peek();
        if (first != null && !first.isMissingNode()) {
            throw new Mismatch("expected no frame before the close, got " + Mismatch.shown(first));
        }
    }

    boolean awaitEnd(Duration wait) {
        try {
            return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Optional<JsonNode> poll(Duration wait) {
        try {
            JsonNode frame = frames.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (frame != null && frame.isMissingNode()) {
                frames.add(END);
                throw new Mismatch("expected an open connection, got connection closed by peer");
            }
            return Optional.ofNullable(frame);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Mismatch interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Mismatch("interrupted", e);
    }
}
