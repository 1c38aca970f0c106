package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.json.JsonCodec;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;

/**
 * The context of reading for one worker. Jackson caches deserializers for all workers, together with the configuration
 * of the first reader that needed them. Therefore that configuration contains only a weak reference to this context,
 * and the codec of the worker keeps the context alive.
 *
 * @param opener opens the live ends of references to channels
 * @param codec the codec for JSON inside a value, which is read later
 */
record WorkerReadContext(ChannelOpener opener, JsonCodec codec) {

    /** Returns a reader that reads in this context. */
    ObjectReader in(ObjectReader reader) {
        return reader.withAttribute(WorkerReadContext.class, new WeakReference<>(this));
    }

    /** Returns the context; {@code null} if the reader does not belong to a worker. */
    static @Nullable WorkerReadContext of(DeserializationContext context) {
        return context.getAttribute(WorkerReadContext.class) instanceof WeakReference<?> reference
                        && reference.get() instanceof WorkerReadContext reading
                ? reading
                : null;
    }
}
