package dev.iii.stub.channel;

import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeHandler;
import dev.iii.transport.UpgradeRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections to channels: {@code /ws/channels/{channel_id}?key={access_key}&dir=read|write}. Responds with
 * status 400 if the query has no key or no valid direction, and with 404 if the channel does not exist or the key is
 * wrong. The query and the key are never logged.
 */
final class ChannelSockets implements UpgradeHandler {

    static final String PATH = "/ws/channels/";

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final OpenChannels channels;
    private final Limits limits;

    ChannelSockets(OpenChannels channels, Limits limits) {
        this.channels = channels;
        this.limits = limits;
    }

    @Override
    public CompletionStage<UpgradeDecision> onUpgrade(UpgradeRequest request) {
        return CompletableFuture.completedStage(decide(request));
    }

    private UpgradeDecision decide(UpgradeRequest request) {
        Map<String, String> query;
        try {
            query = parse(request.query());
        } catch (IllegalArgumentException e) {
            return new UpgradeDecision.Refuse(BAD_REQUEST);
        }
        String key = query.get("key");
        String direction = query.getOrDefault("dir", "");
        if (key == null || !direction.equals("read") && !direction.equals("write")) {
            return new UpgradeDecision.Refuse(BAD_REQUEST);
        }
        Optional<StoredChannel> found = channels.find(request.path().substring(PATH.length()), key);
        if (found.isEmpty()) {
            return new UpgradeDecision.Refuse(NOT_FOUND);
        }
        ConnectionListener socket =
                direction.equals("read") ? new ReaderSocket(found.get()) : new WriterSocket(found.get());
        return new UpgradeDecision.Accept(socket, limits);
    }

    private static Map<String, String> parse(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                values.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }
}
