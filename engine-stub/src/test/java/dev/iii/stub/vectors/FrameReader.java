package dev.iii.stub.vectors;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts the parts of messages together and decodes them into an inbox. */
final class FrameReader implements WebSocket.Listener {

    private final Inbox inbox;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder hex = new StringBuilder();

    FrameReader(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            inbox.add(Json.parseOrText(text.toString()));
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        hex.append(HexFormat.of().formatHex(bytes));
        if (last) {
            inbox.add(Json.object("$binary", hex.toString()));
            hex.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        inbox.end();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        inbox.end();
    }
}
