package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.session.PendingCall.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls that are not complete: they were sent and wait for a result, or they wait for a connection. */
final class PendingCalls {

    private final int maxInFlight;
    private final int maxQueued;
    private final long maxQueuedBytes;

    private final Map<UUID, PendingCall> sent = new HashMap<>();
    private final Set<PendingCall> queued = new LinkedHashSet<>();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private long queuedBytes;

    PendingCalls(int maxInFlight, int maxQueued, long maxQueuedBytes) {
        this.maxInFlight = maxInFlight;
        this.maxQueued = maxQueued;
        this.maxQueuedBytes = maxQueuedBytes;
    }

    boolean inFlightFull() {
        return sent.size() >= maxInFlight;
    }

    boolean canQueue(PendingCall call) {
        return queued.size() < maxQueued && queuedBytes + call.bytes() <= maxQueuedBytes;
    }

    void sent(PendingCall call) {
        call.place = Place.SENT;
        sent.put(call.id(), call);
        deadlines.add(call);
    }

    void queue(PendingCall call) {
        call.place = Place.QUEUED;
        queued.add(call);
        queuedBytes += call.bytes();
        deadlines.add(call);
    }

    /** Returns the call in flight that has this id; {@code null} if there is none. */
    @Nullable
    PendingCall sent(UUID id) {
        return sent.get(id);
    }

    /** Removes the call, wherever it is. Returns {@code false} if it was removed before. No other method removes a call. */
    boolean finish(PendingCall call) {
        switch (call.place) {
            case SENT -> sent.remove(call.id());
            case QUEUED -> {
                queued.remove(call);
                queuedBytes -= call.bytes();
            }
            case NEW -> {}
            case DONE -> {
                return false;
            }
        }
        call.place = Place.DONE;
        deadlines.remove(call);
        return true;
    }

    @Nullable
    PendingCall firstDeadline() {
        return deadlines.first();
    }

    List<PendingCall> allSent() {
        return new ArrayList<>(sent.values());
    }

    /** Returns the calls that wait for a connection, in the order in which they were made. */
    List<PendingCall> allQueued() {
        return new ArrayList<>(queued);
    }

    boolean anySent() {
        return !sent.isEmpty();
    }

    int sentCount() {
        return sent.size();
    }

    int size() {
        return sent.size() + queued.size();
    }
}
