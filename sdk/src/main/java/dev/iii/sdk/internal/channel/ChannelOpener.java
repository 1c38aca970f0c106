package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes live ends of references, on the sockets loop of a worker and with its headers. */
public final class ChannelOpener {

    private final URI engine;
    private final Map<String, String> headers;
    private final Limits limits;
    private final @Nullable SSLContext sslContext;
    private final EventLoop loop;
    private final Executor threads;

    /** @param threads where subscribers are called */
    public ChannelOpener(
            URI engine,
            Map<String, String> headers,
            Limits limits,
            @Nullable SSLContext sslContext,
            EventLoop loop,
            Executor threads) {
        this.engine = engine;
        this.headers = headers;
        this.limits = limits;
        this.sslContext = sslContext;
        this.loop = loop;
        this.threads = threads;
    }

    public ChannelReader reader(ChannelRef ref) {
        check(ref, ChannelRef.Direction.READ);
        return new SocketReader(this, ref);
    }

    public ChannelWriter writer(ChannelRef ref) {
        check(ref, ChannelRef.Direction.WRITE);
        return new SocketWriter(this, ref);
    }

    private static void check(ChannelRef ref, ChannelRef.Direction direction) {
        if (ref.direction() != direction) {
            throw new IllegalArgumentException("the reference is for the other end: it is to "
                    + ref.direction().name().toLowerCase(Locale.ROOT));
        }
    }

    Executor threads() {
        return threads;
    }

    void connect(ChannelRef ref, ChannelSocket listener) {
        String base = engine.getRawPath() == null ? "" : engine.getRawPath().replaceAll("/+$", "");
        String authority = engine.getPort() < 0 ? engine.getHost() : engine.getHost() + ":" + engine.getPort();
        URI uri = URI.create(engine.getScheme() + "://" + authority + base + "/ws/channels/" + encode(ref.channelId())
                + "?key=" + encode(ref.accessKey())
                + "&dir=" + ref.direction().name().toLowerCase(Locale.ROOT));
        loop.connect(new ConnectRequest(uri, headers, limits, sslContext), listener);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
