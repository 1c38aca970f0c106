package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Channel;
import dev.iii.stub.core.Channel.Reader.Read;
import dev.iii.stub.core.ChannelMessage;
import dev.iii.stub.http.Answer.Header;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer that a function writes to the response channel (engine behaviour, section 14): texts say status and headers
 * until the first bytes come, which begin the answer.
 *
 * <p>Runs on the threads that bring messages or have written some, one at a time, like {@link BodyPump}. The next message
 * is taken out of the channel when the one before is on its way to the client, so a slow client slows the function down.
 */
final class ResponseStream {

    private static final Logger log = LoggerFactory.getLogger(ResponseStream.class);
    private static final int MIN_FINAL_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final int STATUS_DIGITS = 3;

    /** Whose answer this may become. */
    interface Owner {

        /** The answer is about to begin with this status: whether the request still waits for one. */
        boolean begins(int status);

        /** The answer is complete, or the client is gone. */
        void ended(@Nullable Throwable failure);
    }

    private final Responder responder;
    private final Owner owner;
    private final Visits visits = new Visits(this::move);

    // Touched by the one that is at it.
    private final Map<String, Header> headers = new LinkedHashMap<>();
    private Channel.@Nullable Reader reader;
    private int status = Answer.OK;
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
        channel.takeReader(visits::visit).ifPresent(end -> {
            reader = end;
            visits.visit();
        });
    }

    /** The request was answered otherwise. */
    void stop() {
        stopped = true;
        visits.visit();
    }

    /** The client is gone, which otherwise shows only when something is written. */
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
        visits.visit();
    }

    private void failed(Throwable cause) {
        failure = cause;
        visits.visit();
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
            default -> log.warn("A text on a response channel is ignored: it is neither set_status nor set_headers");
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
        log.warn("A status on a response channel is ignored: it must be a number from 200 to {}", MAX_STATUS);
    }

    private void setHeaders(@Nullable RawJson given) {
        if (given != null && given.isObject()) {
            // The engine tells names apart by case here and sends all of them: two spellings are two headers.
            given.forEachField((name, value) -> {
                if (JsonText.isString(value)) {
                    List<Header> added = new ArrayList<>();
                    FunctionAnswers.add(added, name, JsonText.string(value));
                    added.forEach(header -> headers.put(name, header));
                }
            });
        }
    }
}
