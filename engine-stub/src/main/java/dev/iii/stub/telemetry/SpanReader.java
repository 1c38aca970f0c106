package dev.iii.stub.telemetry;

import dev.iii.stub.json.BadInputException;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.List;

/** Reads messages with spans. Thread-safe. */
final class SpanReader {

    /** The number of letters before the JSON. */
    static final int PREFIX = 4;

    private final boolean live;
    private final UnreadableMessages unreadable;

    /**
     * Creates a reader.
     *
     * @param live whether spans that have not ended are returned
     */
    SpanReader(boolean live, UnreadableMessages unreadable) {
        this.live = live;
        this.unreadable = unreadable;
    }

    /**
     * Returns the spans of a message.
     *
     * @throws BadInputException if the message cannot be read
     */
    List<SpanRecord> read(byte[] message) {
        List<SpanRecord> spans = Otlp.spans(message, PREFIX);
        if (!live) {
            spans.removeIf(span -> span.interval().pending());
        }
        return spans;
    }

    /** Logs that a message could not be read. */
    void dropped(BadInputException reason) {
        unreadable.dropped("spans", reason);
    }
}
