package dev.iii.sdk;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of an engine, checked. */
final class EngineAddress {

    private EngineAddress() {}

    /** @throws IllegalArgumentException when it is no WebSocket address; the message holds no user information or query */
    static URI parse(String url) {
        Checks.notBlank(url, "engine address");
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the engine address is not a valid URL: " + e.getReason()
                    + "; it must be like " + Environment.DEFAULT_URL);
        }
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("ws") || scheme.equalsIgnoreCase("wss"))) {
            throw new IllegalArgumentException("the scheme of the engine address is " + scheme
                    + "; it must be ws or wss, as in " + Environment.DEFAULT_URL);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the engine address has no host; it must be like " + Environment.DEFAULT_URL);
        }
        return uri;
    }
}
