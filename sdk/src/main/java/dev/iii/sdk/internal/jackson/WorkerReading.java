package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.json.JsonCodec;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;

/**
 * What reading for one worker needs beside the types. Deserializers of types are kept for all workers, and with each the
 * configuration of the reader that came first; so that knows of this by a weak reference only, and the codec of the worker
 * holds it.
 *
 * @param opener makes live ends of references to channels
 * @param codec reads the JSON inside a value later
 */
record WorkerReading(ChannelOpener opener, JsonCodec codec) {

    ObjectReader in(ObjectReader reader) {
        return reader.withAttribute(WorkerReading.class, new WeakReference<>(this));
    }

    /** {@code null} when it is read for no worker. */
    static @Nullable WorkerReading of(DeserializationContext context) {
        return context.getAttribute(WorkerReading.class) instanceof WeakReference<?> reference
                        && reference.get() instanceof WorkerReading reading
                ? reading
                : null;
    }
}
