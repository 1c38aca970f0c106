package dev.iii.sdk.internal.worker;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import org.jspecify.annotations.Nullable;

/** The calls of engine functions that a worker makes itself. */
final class EngineRequests {

    private static final int MAX_CHANNEL_MESSAGES = 1024;

    /** The result of {@code engine::channels::create}. */
    private record ChannelRefs(ChannelRef writer, ChannelRef reader) {}

    private EngineRequests() {}

    static Call publish(String topic, @Nullable Object message, Caller caller) {
        Arguments.notBlank(topic, "topic");
        return Call.to(
                "publish",
                new JsonObject()
                        .put("topic", topic)
                        .put("data", caller.write(message))
                        .toJson());
    }

    static Call createChannel(int messages) {
        if (messages < 1 || messages > MAX_CHANNEL_MESSAGES) {
            throw new IllegalArgumentException(
                    "messages is " + messages + "; it must be from 1 to " + MAX_CHANNEL_MESSAGES);
        }
        return Call.to(
                "engine::channels::create",
                new JsonObject().put("buffer_size", messages).toJson());
    }

    static Channel channel(Json result, ChannelOpener ends) {
        ChannelRefs refs = result.as(ChannelRefs.class);
        if (refs == null) {
            throw new FunctionException("invalid_response", "the engine created no channel");
        }
        return new Channel(ends.writer(refs.writer), ends.reader(refs.reader));
    }
}
