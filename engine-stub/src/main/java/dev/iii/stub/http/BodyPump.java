package dev.iii.stub.http;

import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.SerializedTask;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Moves the body of a request into its channel as fast as the function reads it. While the channel is full, the
 * client's connection is not read.
 *
 * <p>Runs on the threads that deliver bytes or free capacity, on one thread at a time. A thread that arrives while
 * another one is working only increments a counter. The working thread then repeats its work.
 */
final class BodyPump {

    private static final Logger log = BoundedLogger.of(BodyPump.class);

    private final Content.Source source;
    private final Channel channel;
    private final SerializedTask task = SerializedTask.of(this::move);

    // Only used by the thread that runs the task.
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
            task.request();
        });
    }

    /** Stops moving the body, because the request is over. The rest of the body is not read. */
    void stop() {
        stopped = true;
        task.request();
    }

    private void roomAgain() {
        roomCame = true;
        task.request();
    }

    private void bytesAgain() {
        bytesCame = true;
        task.request();
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
                log.info(
                        "The client disconnected before its request body was complete: {}",
                        String.valueOf(chunk.getFailure()));
                done = true;
            }
            return;
        }
        ByteBuffer buffer = chunk.getByteBuffer();
        if (buffer.hasRemaining()) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            // If the reader has closed the channel, the body is still read, so that the client can send all of it and
            // receive the response.
            full = end.offer(ChannelMessage.binary(bytes)) == Channel.Writer.Offered.FULL;
        }
        chunk.release();
        done = chunk.isLast();
    }
}
