package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A listener that records all events. */
class Recorder implements ConnectionListener {

    static final long SECONDS = 10;

    private final CompletableFuture<Connection> open = new CompletableFuture<>();
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closing> closed = new CompletableFuture<>();
    private final List<Closing> closings = new CopyOnWriteArrayList<>();
    private final Semaphore drained = new Semaphore(0);
    private volatile Consumer<byte[]> onMessage = messages::add;

    /** Runs the action with each message instead of recording the message. */
    Recorder onMessage(Consumer<byte[]> action) {
        onMessage = action;
        return this;
    }

    @Override
    public void onOpen(Connection connection) {
        open.complete(connection);
    }

    @Override
    public void onText(Connection connection, byte[] utf8) {
        onMessage.accept(utf8);
    }

    @Override
    public void onBinary(Connection connection, byte[] bytes) {
        onMessage.accept(bytes);
    }

    @Override
    public void onDrained(Connection connection) {
        drained.release();
    }

    @Override
    public void onClosed(Closing closing) {
        closings.add(closing);
        open.completeExceptionally(new IllegalStateException("closed before it was open: " + closing));
        closed.complete(closing);
    }

    Connection connection() {
        return get(open);
    }

    boolean isOpen() {
        return open.isDone() && !open.isCompletedExceptionally();
    }

    Closing closing() {
        return get(closed);
    }

    List<Closing> closings() {
        return closings;
    }

    byte[] message() {
        try {
            byte[] message = messages.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String text() {
        return new String(message(), StandardCharsets.UTF_8);
    }

    boolean hasMessage() {
        return !messages.isEmpty();
    }

    void awaitDrained() {
        try {
            assertThat(drained.tryAcquire(SECONDS, TimeUnit.SECONDS))
                    .as("drained")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
