package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.JsonCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker's own methods ask of the engine, and what they make of the answers. */
final class EngineCall {

    /** How many messages the engine keeps for a channel when nothing else is said. */
    static final int CHANNEL_MESSAGES = 64;

    private static final int MOST_CHANNEL_MESSAGES = 1024;

    /** What the engine answers when it has made a channel. */
    private record ChannelRefs(ChannelRef writer, ChannelRef reader) {}

    private EngineCall() {}

    static Call publish(String topic, @Nullable Object message, Worker worker) {
        Checks.notBlank(topic, "topic");
        return Call.to(
                "publish",
                new JsonObject()
                        .put("topic", topic)
                        .put("data", worker.json(message))
                        .toJson());
    }

    static Call createChannel(int messages) {
        if (messages < 1 || messages > MOST_CHANNEL_MESSAGES) {
            throw new IllegalArgumentException(
                    "messages is " + messages + "; a channel keeps 1 to " + MOST_CHANNEL_MESSAGES);
        }
        return Call.to("engine::channels::create", Json.object(Map.of("buffer_size", Json.of(messages))));
    }

    static Channel channel(Json answer, ChannelOpener ends) {
        ChannelRefs refs = answer.as(ChannelRefs.class);
        if (refs == null) {
            throw new FunctionException("invalid_response", "the engine made no channel");
        }
        return new Channel(ends.writer(refs.writer), ends.reader(refs.reader));
    }

    static EnqueueReceipt receipt(RawJson answer, JsonCodec codec) {
        String id = Json.of(answer, codec).field("messageReceiptId").as(String.class);
        return new EnqueueReceipt(id == null ? "" : id);
    }
}
