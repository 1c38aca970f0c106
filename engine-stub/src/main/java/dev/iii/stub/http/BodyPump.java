package dev.iii.stub.http;

import dev.iii.stub.core.Channel;
import dev.iii.stub.core.ChannelMessage;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the body of a request into its channel, as fast as the function reads: while the channel is full the client's
 * connection is not read.
 *
 * <p>Runs on the threads that bring bytes or make room, one at a time: who comes while another is at it only counts
 * itself, and that one looks again.
 */
final class BodyPump {

    private static final Logger log = LoggerFactory.getLogger(BodyPump.class);

    private final Content.Source source;
    private final Channel channel;
    private final Visits visits = new Visits(this::move);

    // Touched by the one that is at it.
    private Channel.@Nullable Writer writer;
    private boolean full;
    private boolean demanded;
    private boolean done;

    private volatile boolean bytesCame;
    private volatile boolean roomCame;
    private volatile boolean stopped;

    BodyPump(Content.Source source, Channel channel) {
        this.source = source;
        this.channel = channel;
    }

    void start() {
        channel.takeWriter(this::roomAgain).ifPresent(end -> {
            writer = end;
            visits.visit();
        });
    }

    /** The request is over: what has not come yet does not come any more. */
    void stop() {
        stopped = true;
        visits.visit();
    }

    private void roomAgain() {
        roomCame = true;
        visits.visit();
    }

    private void bytesAgain() {
        bytesCame = true;
        visits.visit();
    }

    private void move() {
        if (bytesCame) {
            bytesCame = false;
            demanded = false;
        }
        if (roomCame) {
            roomCame = false;
            full = false;
        }
        Channel.Writer end = writer;
        if (end == null || done) {
            return;
        }
        while (!stopped && !full && !demanded && !done) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                demanded = true;
                source.demand(this::bytesAgain);
            } else {
                take(end, chunk);
            }
        }
        if (stopped || done) {
            done = true;
            end.close();
        }
    }

    private void take(Channel.Writer end, Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            if (chunk.isLast()) {
                log.info("A request body ends early, the client is gone: {}", String.valueOf(chunk.getFailure()));
                done = true;
            }
            return;
        }
        ByteBuffer buffer = chunk.getByteBuffer();
        if (buffer.hasRemaining()) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            // A reader that is gone does not keep the client from sending on and hearing the answer.
            full = end.offer(ChannelMessage.binary(bytes)) == Channel.Writer.Offered.FULL;
        }
        chunk.release();
        done = chunk.isLast();
    }
}
