package dev.iii.stub.net;

import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.HostAndPort;
import dev.iii.transport.LogLimiter;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that decide which web pages may use the ports of this engine. Thread-safe.
 *
 * <p>A browser lets every page connect to ports of the loopback interface. Without this check, any page in the
 * browser of a developer could call functions of the engine on the same computer. Browsers name the page in the header {@code Origin}, which
 * a page cannot change. On a port of the loopback interface, requests from pages of other hosts are therefore refused with
 * status 403. Requests without this header do not come from such pages and are accepted.
 */
public final class AllowedOrigins {

    private static final Logger log = LoggerFactory.getLogger(AllowedOrigins.class);

    /** Stands for every origin. */
    public static final String ANY = "*";

    private static final int FORBIDDEN = 403;
    private static final int LOG_LINES = 10;
    private static final Duration LOG_PERIOD = Duration.ofMinutes(1);
    private static final int SHOWN = 200;
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private final Set<String> allowed;
    private final LogLimiter refusals;

    /**
     * Creates the rules.
     *
     * @param allowed the origins that are allowed in addition to those of this computer; {@link #ANY} stands for all
     */
    public AllowedOrigins(Set<String> allowed, StubClock clock) {
        this.allowed = Set.copyOf(allowed);
        this.refusals = new LogLimiter(clock::nanoTime, LOG_LINES, LOG_PERIOD);
    }

    /**
     * Checks an origin that is to be allowed.
     *
     * @return the origin in the form in which browsers send it
     * @throws IllegalArgumentException if it is neither {@code *} nor {@code scheme://host} with an optional port
     */
    public static String check(String origin) {
        if (origin.equals(ANY)) {
            return origin;
        }
        URI uri = parse(origin);
        if (uri == null
                || HostAndPort.of(uri) == null
                || uri.getRawAuthority().indexOf('@') >= 0
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !String.valueOf(uri.getRawPath()).isEmpty()) {
            throw new IllegalArgumentException(
                    "an origin is a scheme, a host and possibly a port, such as https://example.com, but this is: "
                            + shown(origin));
        }
        return origin.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns {@code true} if a request may be served.
     *
     * @param port the address on which the port listens
     * @param origins the values of the header {@code Origin}, usually none or one
     */
    public boolean permit(InetSocketAddress port, List<String> origins) {
        if (origins.isEmpty() || port.getAddress() == null || !port.getAddress().isLoopbackAddress()) {
            return true;
        }
        for (String origin : origins) {
            if (!isAllowed(origin)) {
                refusals.log(note -> log.warn(
                        "A request of the page {} is refused on port {}: only pages of this computer may use it. Other origins"
                                + " can be allowed with StubOptions.allowOrigins or --allow-origin{}",
                        shown(origin),
                        port.getPort(),
                        note));
                return false;
            }
        }
        return true;
    }

    /** Returns a handler that refuses the upgrades of pages that may not use the port. */
    public UpgradeHandler guard(InetSocketAddress port, UpgradeHandler handler) {
        return request -> permit(port, request.headers().getOrDefault("origin", List.of()))
                ? handler.onUpgrade(request)
                : CompletableFuture.completedStage(new UpgradeDecision.Refuse(FORBIDDEN));
    }

    private boolean isAllowed(String origin) {
        return allowed.contains(ANY) || isLoopback(origin) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean isLoopback(String origin) {
        URI uri = parse(origin);
        HostAndPort address = uri == null ? null : HostAndPort.of(uri);
        if (address == null) {
            return false;
        }
        String lower = address.host().toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("[::1]")
                || LOOPBACK_V4.matcher(lower).matches();
    }

    private static @Nullable URI parse(String origin) {
        try {
            return new URI(origin);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String shown(String origin) {
        String readable = origin.replaceAll("[^\\x21-\\x7E]", "?");
        return readable.length() > SHOWN ? readable.substring(0, SHOWN) : readable;
    }
}
