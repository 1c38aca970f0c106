package dev.iii.sdk.queue;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** Iterates over dead letters and keeps one page of them in memory. Not thread-safe. */
final class DeadLetterPages implements Iterator<DeadLetter> {

    private final IntFunction<List<DeadLetter>> pages;
    private final int pageSize;
    private List<DeadLetter> page = List.of();
    private int next;
    private int offset;
    private boolean last;

    /** @param pages returns the page that begins at an offset */
    DeadLetterPages(IntFunction<List<DeadLetter>> pages, int pageSize) {
        this.pages = pages;
        this.pageSize = pageSize;
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && !last) {
            page = pages.apply(offset);
            next = 0;
            offset += page.size();
            last = page.size() < pageSize;
        }
        return next < page.size();
    }

    @Override
    public DeadLetter next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more dead letters");
        }
        return page.get(next++);
    }
}
