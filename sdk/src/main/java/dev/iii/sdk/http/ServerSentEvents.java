package dev.iii.sdk.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where server-sent events go. Not thread-safe. */
public final class ServerSentEvents {

    private final OutputStream out;

    ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    /**
     * Sends an event at once.
     *
     * @throws IOException when the client has left
     */
    public void send(ServerSentEvent event) throws IOException {
        write(event.text());
    }

    /** Sends an event with nothing but data; for the rest as {@link #send(ServerSentEvent)}. */
    public void send(String data) throws IOException {
        send(ServerSentEvent.of(data));
    }

    /** Sends something that clients ignore, to keep the connection alive and to notice when it is not. */
    public void comment(String text) throws IOException {
        write(": " + text.replace('\r', ' ').replace('\n', ' ') + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
