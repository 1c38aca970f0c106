package dev.iii.sdk;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What may be said of a function beside its id and its handler. Changed only while a copy is being made. */
final class FunctionExtras {

    static final int UNLIMITED = Integer.MAX_VALUE;
    static final FunctionExtras NONE = new FunctionExtras();

    @Nullable
    String description;

    @Nullable
    Json requestSchema;

    @Nullable
    Json responseSchema;

    @Nullable
    Object metadata;

    @Nullable
    Type answerType;

    int concurrency = UNLIMITED;
    int waiting;
    boolean quick;
    boolean untraced;

    @Nullable
    Duration timeout;

    private FunctionExtras() {}

    /** A copy with one thing changed. */
    FunctionExtras with(Consumer<FunctionExtras> change) {
        FunctionExtras copy = new FunctionExtras();
        copy.description = description;
        copy.requestSchema = requestSchema;
        copy.responseSchema = responseSchema;
        copy.metadata = metadata;
        copy.answerType = answerType;
        copy.concurrency = concurrency;
        copy.waiting = waiting;
        copy.quick = quick;
        copy.untraced = untraced;
        copy.timeout = timeout;
        change.accept(copy);
        return copy;
    }
}
