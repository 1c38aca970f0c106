package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logs of one aggregate in the state of the engine. Thread-safe. Each method throws the exceptions of a call. */
public final class LogStore {

    private static final String FROM = "from";
    private static final String BASE = "base";
    private static final String ENTRIES = "e";
    private static final String STREAM = "s";
    private static final String SEGMENT = "g";

    private final StateStore store;
    private final Scopes scopes;
    private final String aggregate;

    /** Creates the logs of an aggregate. */
    public LogStore(StateStore store, Scopes scopes, String aggregate) {
        this.store = store;
        this.scopes = scopes;
        this.aggregate = aggregate;
    }

    /** Returns the name of the aggregate. */
    public String aggregate() {
        return aggregate;
    }

    /** Returns a segment; {@code null} if there is none. */
    public @Nullable Segment read(String stream, String segment) {
        Json json = store.get(scopes.log(aggregate, stream), scopes.segmentKey(stream, segment));
        return json == null ? null : SegmentJson.read(segment, json);
    }

    /** Appends entries to a segment, all or none, and returns the segment with them. */
    public Segment append(String stream, String segment, List<Entry> entries) {
        return update(stream, segment, append(StateUpdate.create(), entries));
    }

    private static StateUpdate append(StateUpdate update, List<Entry> entries) {
        StateUpdate appended = update;
        for (Entry entry : entries) {
            appended = appended.append(ENTRIES, SegmentJson.write(entry));
        }
        return appended;
    }

    /**
     * Begins a segment with entries and returns the segment with them. The beginning follows from the key, so all writers write
     * the same.
     *
     * @param from the key of the segment before it
     * @param n the number of the event before it
     * @param snapshots the state before the entries, by snapshot version
     */
    public Segment begin(
            String stream, String segment, String from, long n, Map<String, String> snapshots, List<Entry> entries) {
        return update(
                stream, segment, append(StateUpdate.create().set(FROM, from).merge(BASE, base(n, snapshots)), entries));
    }

    /** Adds snapshots to an existing segment. */
    public void addSnapshots(String stream, String segment, long n, Map<String, String> snapshots) {
        update(stream, segment, StateUpdate.create().merge(BASE, base(n, snapshots)));
    }

    private static Json base(long n, Map<String, String> snapshots) {
        Map<String, Object> base = new LinkedHashMap<>();
        base.put("n", n);
        base.putAll(snapshots);
        return Json.of(base);
    }

    private Segment update(String stream, String segment, StateUpdate update) {
        Json value = store.update(scopes.log(aggregate, stream), scopes.segmentKey(stream, segment), update);
        return SegmentJson.read(segment, value);
    }

    /** Returns the key of a segment at which the search for the newest one may start; {@code null} if none is known. */
    public @Nullable String hint(String stream) {
        Json json = store.get(scopes.streams(aggregate, Scopes.bucket(stream)), stream);
        StreamHint hint = json == null ? null : hint(json);
        return hint == null || !hint.stream().equals(stream) ? null : hint.segment();
    }

    /** Adds a stream to the list of streams, or updates its newest segment. */
    public void writeHint(String stream, String segment) {
        Map<String, Object> hint = new LinkedHashMap<>();
        hint.put(STREAM, stream);
        hint.put(SEGMENT, segment);
        store.set(scopes.streams(aggregate, Scopes.bucket(stream)), stream, Json.of(hint));
    }

    /**
     * Returns the streams of a bucket. Every stream with events is in the list, unless the engine has lost the list; a stream in
     * the list may have no events.
     *
     * @param bucket from 0 to {@link Scopes#BUCKETS} - 1
     */
    public List<StreamHint> streams(int bucket) {
        List<StreamHint> hints = new ArrayList<>();
        for (Json json : store.list(scopes.streams(aggregate, bucket))) {
            StreamHint hint = hint(json);
            if (hint != null) {
                hints.add(hint);
            }
        }
        return hints;
    }

    private static @Nullable StreamHint hint(Json json) {
        Map<String, Object> fields = SegmentJson.fields(json);
        String stream = SegmentJson.text(fields, STREAM);
        String segment = SegmentJson.text(fields, SEGMENT);
        return stream == null || segment == null ? null : new StreamHint(stream, segment);
    }
}
