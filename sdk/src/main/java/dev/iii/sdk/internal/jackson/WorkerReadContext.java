package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;

/**
 * The context of reading for one worker.
 *
 * @param opener opens the live ends of references to channels
 * @param codec the codec for JSON inside a value, which is read later
 */
record WorkerReadContext(ChannelOpener opener, JsonCodec codec) {

    /** Returns a reader that reads in this context. */
    ObjectReader in(ObjectReader reader) {
        return reader.withAttribute(WorkerReadContext.class, this);
    }

    /** Returns the context; {@code null} if the reader does not belong to a worker. */
    static @Nullable WorkerReadContext of(DeserializationContext context) {
        return context.getAttribute(WorkerReadContext.class) instanceof WorkerReadContext reading ? reading : null;
    }
}
