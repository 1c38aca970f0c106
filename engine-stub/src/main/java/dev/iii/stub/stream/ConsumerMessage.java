package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message of a consumer.
 *
 * @param kind whether the consumer joins or leaves
 * @param subscriptionId the id that the consumer has chosen for the subscription
 * @param group the group
 * @param item the only item of the subscription, or {@code null} for the whole group
 */
record ConsumerMessage(
        Kind kind,
        String subscriptionId,
        Group group,
        @Nullable String item) {

    enum Kind {
        JOIN,
        LEAVE
    }

    private static final Struct MESSAGE = Struct.of("StreamIncomingMessage", Field.string("type"), Field.json("data"));

    private static final Struct DATA = Struct.of(
            "StreamIncomingMessageData",
            Field.string("subscriptionId"),
            Field.string("streamName"),
            Field.string("groupId"),
            Field.string("id").optional());

    /**
     * Reads a message.
     *
     * @throws BadInputException if the message is invalid; the exception message contains the reason
     */
    static ConsumerMessage read(byte[] utf8) {
        RawJson json;
        try {
            json = RawJson.parse(new String(utf8, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        Fields in = MESSAGE.read(json);
        String type = in.string("type");
        Kind kind = switch (type) {
            case "join" -> Kind.JOIN;
            case "leave" -> Kind.LEAVE;
            default -> throw new BadInputException("unknown type \"" + type + "\", expected join or leave");
        };
        Fields data = DATA.read(in.raw("data"));
        return new ConsumerMessage(
                kind,
                data.string("subscriptionId"),
                new Group(data.string("streamName"), data.string("groupId")),
                data.optionalString("id"));
    }

    /** Creates the message with which a consumer leaves a subscription. */
    static ConsumerMessage leaving(Subscription subscription) {
        return new ConsumerMessage(Kind.LEAVE, subscription.id(), subscription.group(), subscription.item());
    }
}
