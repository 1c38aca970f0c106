package dev.iii.sdk.internal.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A heap of calls, ordered by their deadlines. Each call knows its index, so that it can be removed in logarithmic time. Most
 * calls have the same timeout: a new call then stays at the end and costs one comparison.
 */
final class DeadlineHeap {

    private PendingCall[] heap = new PendingCall[64];
    private int size;

    @Nullable
    PendingCall first() {
        return size == 0 ? null : heap[0];
    }

    int size() {
        return size;
    }

    void add(PendingCall call) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        up(size++, call);
    }

    void remove(PendingCall call) {
        int at = call.heapIndex;
        if (at < 0) {
            return;
        }
        call.heapIndex = -1;
        PendingCall last = heap[--size];
        Arrays.fill(heap, size, size + 1, null);
        if (last != call) {
            down(at, last);
            if (heap[at] == last) {
                up(at, last);
            }
        }
    }

    private void up(int from, PendingCall call) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (!earlier(call, heap[parent])) {
                break;
            }
            put(at, heap[parent]);
            at = parent;
        }
        put(at, call);
    }

    private void down(int from, PendingCall call) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && earlier(heap[child + 1], heap[child])) {
                child++;
            }
            if (!earlier(heap[child], call)) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, call);
    }

    private void put(int at, PendingCall call) {
        heap[at] = call;
        call.heapIndex = at;
    }

    private static boolean earlier(PendingCall a, PendingCall b) {
        return a.deadlineNanos() - b.deadlineNanos() < 0;
    }
}
