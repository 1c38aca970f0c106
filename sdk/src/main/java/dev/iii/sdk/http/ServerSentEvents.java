package dev.iii.sdk.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends server-sent events to a client. Not thread-safe. */
public final class ServerSentEvents {

    private final OutputStream out;

    ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    /**
     * Sends an event immediately.
     *
     * @throws IOException if the client has disconnected
     */
    public void send(ServerSentEvent event) throws IOException {
        write(event.text());
    }

    /**
     * Sends an event that contains only data, immediately.
     *
     * @throws IOException if the client has disconnected
     */
    public void send(String data) throws IOException {
        send(ServerSentEvent.of(data));
    }

    /**
     * Sends a comment, which clients ignore. It keeps the connection open and detects that the client has disconnected.
     *
     * @throws IOException if the client has disconnected
     */
    public void comment(String text) throws IOException {
        write(": " + text.replace('\r', ' ').replace('\n', ' ') + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
