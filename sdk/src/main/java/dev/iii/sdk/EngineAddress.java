package dev.iii.sdk;

import dev.iii.sdk.internal.SocketAddresses;
import java.net.URI;

/** The address of an engine, checked. */
final class EngineAddress {

    private EngineAddress() {}

    /** @throws IllegalArgumentException when it is no WebSocket address; the message holds no user information or query */
    static URI parse(String url) {
        return SocketAddresses.parse(url, "engine address", Environment.DEFAULT_URL);
    }
}
