package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channel.Reader.Read;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.SerializedTask;
import dev.iii.stub.http.HttpResponse.Header;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The response that a function writes to the response channel (engine behaviour, section 14). Text messages set the
 * status and the headers. The first binary message starts the response.
 *
 * <p>Runs on the threads that deliver messages or have written some, on one thread at a time, like {@link BodyPump}.
 * The next message is taken out of the channel when the previous one was written to the client. A slow client therefore
 * slows the function down.
 */
final class ResponseStream {

    private static final Logger log = BoundedLogger.of(ResponseStream.class);
    private static final int MIN_FINAL_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final int STATUS_DIGITS = 3;

    /** The request that the response belongs to. */
    interface Owner {

        /**
         * Called when the response is about to start.
         *
         * @param status the HTTP status
         * @return {@code true} if the request still waits for a response
         */
        boolean begins(int status);

        /**
         * Called when the response has ended.
         *
         * @param failure the cause if the response is incomplete; {@code null} if it is complete
         */
        void ended(@Nullable Throwable failure);
    }

    private final Responder responder;
    private final Owner owner;
    private final SerializedTask task = SerializedTask.of(this::move);

    // Only used by the thread that runs the task.
    private final Map<String, Header> headers = new LinkedHashMap<>();
    private Channel.@Nullable Reader reader;
    private int status = HttpResponse.OK;
    private boolean begun;
    private boolean over;
    private boolean writing;

    private volatile boolean written;
    private volatile @Nullable Throwable failure;
    private volatile boolean stopped;

    ResponseStream(Responder responder, Owner owner) {
        this.responder = responder;
        this.owner = owner;
    }

    void start(Channel channel) {
        channel.takeReader(task::request).ifPresent(end -> {
            reader = end;
            task.request();
        });
    }

    /** Stops reading the channel, because the request got another response. */
    void stop() {
        stopped = true;
        task.request();
    }

    /**
     * Called when the client has disconnected. Without this call the disconnect would be noticed only at the next
     * write.
     */
    void clientGone(Throwable cause) {
        failed(cause);
    }

    private void move() {
        Channel.Reader end = reader;
        if (end == null || over) {
            return;
        }
        if (written) {
            written = false;
            writing = false;
        }
        Throwable broken = failure;
        if (broken != null) {
            over(end, broken);
        } else if (stopped && !begun) {
            over = true;
            end.close();
        }
        while (!over && !writing) {
            Read read = end.poll();
            if (read instanceof Read.Message message) {
                take(end, message.message());
            } else if (read instanceof Read.End) {
                complete(end);
            } else if (read instanceof Read.Broken) {
                over(end, new IOException("messages of the response channel were dropped to save memory"));
            } else {
                return;
            }
        }
    }

    private void take(Channel.Reader end, ChannelMessage message) {
        if (message.isText()) {
            if (!begun) {
                control(message.bytes());
            }
        } else if (begin(end)) {
            writing = true;
            responder.write(message.bytes(), Callback.from(this::written, this::failed));
        }
    }

    private boolean begin(Channel.Reader end) {
        if (begun) {
            return true;
        }
        if (!owner.begins(status)) {
            over = true;
            end.close();
            return false;
        }
        begun = true;
        responder.head(status, headers.values());
        return true;
    }

    private void complete(Channel.Reader end) {
        if (begin(end)) {
            responder.end();
            over(end, null);
        }
    }

    private void over(Channel.Reader end, @Nullable Throwable cause) {
        over = true;
        end.close();
        if (cause != null) {
            responder.fail(cause);
        }
        owner.ended(cause);
    }

    private void written() {
        written = true;
        task.request();
    }

    private void failed(Throwable cause) {
        failure = cause;
        task.request();
    }

    // ---------------------------------------------------------------- control messages

    private void control(byte[] utf8) {
        RawJson json = JsonBody.parse(utf8);
        Map<String, RawJson> fields = new HashMap<>();
        json.forEachField(fields::put);
        RawJson type = fields.get("type");
        String name = type != null && JsonText.isString(type) ? JsonText.string(type) : "";
        switch (name) {
            case "set_status" -> setStatus(fields.get("status_code"));
            case "set_headers" -> setHeaders(fields.get("headers"));
            default ->
                log.warn("Ignoring a text message on a response channel: it is neither set_status nor set_headers");
        }
    }

    private void setStatus(@Nullable RawJson code) {
        if (code != null && JsonKind.of(code) == JsonKind.INTEGER && code.length() <= STATUS_DIGITS) {
            int asked = Integer.parseInt(code.text());
            if (asked >= MIN_FINAL_STATUS && asked <= MAX_STATUS) {
                status = asked;
                return;
            }
        }
        log.warn("Ignoring a status on a response channel: it must be a number from 200 to {}", MAX_STATUS);
    }

    private void setHeaders(@Nullable RawJson given) {
        if (given != null && given.isObject()) {
            // As on the real engine, header names are case-sensitive here: two spellings of a name are two headers, and
            // both are sent.
            given.forEachField((name, value) -> {
                if (JsonText.isString(value)) {
                    List<Header> added = new ArrayList<>();
                    FunctionResponses.add(added, name, JsonText.string(value));
                    added.forEach(header -> headers.put(name, header));
                }
            });
        }
    }
}
