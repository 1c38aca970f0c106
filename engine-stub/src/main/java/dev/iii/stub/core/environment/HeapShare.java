package dev.iii.stub.core.environment;

/** Limits memory to parts of the maximum heap, so that the limits of the engine also hold with a small heap. */
public final class HeapShare {

    private HeapShare() {}

    /** Returns the number of bytes, or the given part of the maximum heap of this process if that is less. */
    public static long limit(long bytes, int part) {
        return limit(bytes, part, Runtime.getRuntime().maxMemory());
    }

    static long limit(long bytes, int part, long maxHeap) {
        return Math.min(bytes, maxHeap / part);
    }
}
