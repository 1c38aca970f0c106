package dev.iii.stub.net;

import dev.iii.stub.core.environment.BoundedLogger;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The rules that decide which web pages may use the ports of this engine. Thread-safe.
 *
 * <p>A browser lets every page send requests to ports of the loopback interface. Without this check, any page in the
 * browser of a developer could call functions of the engine on the same computer. On a port of the loopback interface,
 * requests from pages of other hosts are therefore refused with status 403. They are recognized by headers that a page
 * cannot change:
 *
 * <ul>
 *   <li>{@code Origin} names the page. Browsers send it with upgrades, with requests of scripts to other hosts, and with
 *       all methods except GET and HEAD.
 *   <li>{@code Sec-Fetch-Site} is the only sign of other requests, such as those for images, frames and links. The page
 *       is then known from {@code Referer}, which a page can only suppress.
 *   <li>{@code Host} is a name of the page's own if the page has made its name resolve to this computer (DNS rebinding).
 *       For the browser, page and port then have the same origin, so it sends none of the other headers.
 * </ul>
 *
 * <p>Programs other than browsers do not send the first two, and name this computer in the third.
 */
public final class AllowedOrigins {

    private static final Logger log = BoundedLogger.of(AllowedOrigins.class);

    /** Stands for every origin. */
    public static final String ANY = "*";

    private static final String REMEDY = "Other origins can be allowed with StubOptions.allowOrigins or --allow-origin";

    private static final int FORBIDDEN = 403;
    private static final int LOG_LINES = 10;
    private static final Duration LOG_PERIOD = Duration.ofMinutes(1);
    private static final int SHOWN = 200;
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private static final Pattern ADDRESS = Pattern.compile("\\[[^\\[\\]]*]|\\d{1,3}(\\.\\d{1,3}){3}");
    /** The part of a URL that is its origin. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*");

    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final Set<String> allowed;
    private final Set<String> allowedHosts;
    private final LogLimiter refusals;

    /**
     * Creates the rules.
     *
     * @param allowed the origins that are allowed in addition to those of this computer; {@link #ANY} stands for all
     */
    public AllowedOrigins(Set<String> allowed, StubClock clock) {
        this.allowed = Set.copyOf(allowed);
        this.allowedHosts = allowed.stream()
                .map(AllowedOrigins::host)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
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
     * @param headers returns the values of a header field; its name is in lower case
     */
    public boolean permit(InetSocketAddress port, Function<String, List<String>> headers) {
        if (allowed.contains(ANY)
                || port.getAddress() == null
                || !port.getAddress().isLoopbackAddress()) {
            return true;
        }
        for (String host : headers.apply("host")) {
            if (!host.isBlank() && !isHost(host.strip())) {
                refusals.log(note -> log.warn(
                        "A request for the host {} is refused on port {}: only names and addresses of this computer"
                                + " may be used. {}{}",
                        shown(host),
                        port.getPort(),
                        REMEDY,
                        note));
                return false;
            }
        }
        for (String page : pages(headers)) {
            if (!isPage(page)) {
                refusals.log(note -> log.warn(
                        "A request of the page {} is refused on port {}: only pages of this computer may use it. {}{}",
                        page.isEmpty() ? "(its origin is not known)" : shown(page),
                        port.getPort(),
                        REMEDY,
                        note));
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the origins of the pages that have caused a request; an origin is empty if a page hides it. Returns nothing
     * if no other page has caused the request.
     */
    private static List<String> pages(Function<String, List<String>> headers) {
        List<String> origins = headers.apply("origin");
        if (!origins.isEmpty()
                || headers.apply("sec-fetch-site").stream()
                        .noneMatch(site -> OTHER_SITES.contains(site.strip().toLowerCase(Locale.ROOT)))) {
            return origins;
        }
        List<String> referers = headers.apply("referer");
        return referers.isEmpty()
                ? List.of("")
                : referers.stream().map(AllowedOrigins::originOf).toList();
    }

    /** Returns the origin of the page with this URL, or an empty string if the URL has none. */
    private static String originOf(String page) {
        Matcher origin = ORIGIN.matcher(page);
        return origin.lookingAt() ? origin.group() : "";
    }

    /** Returns a handler that refuses the upgrades of pages that may not use the port. */
    public UpgradeHandler guard(InetSocketAddress port, UpgradeHandler handler) {
        return request -> permit(port, name -> request.headers().getOrDefault(name, List.of()))
                ? handler.onUpgrade(request)
                : CompletableFuture.completedStage(new UpgradeDecision.Refuse(FORBIDDEN));
    }

    private boolean isPage(String origin) {
        String host = host(origin);
        return host != null && isLoopback(host) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    private boolean isHost(String header) {
        String host = host("http://" + header);
        return host != null && (isLoopback(host) || ADDRESS.matcher(host).matches() || allowedHosts.contains(host));
    }

    /** Returns the host of an origin in lower case and without a final dot, or {@code null} if it has none. */
    private static @Nullable String host(String origin) {
        URI uri = parse(origin);
        HostAndPort address = uri == null ? null : HostAndPort.of(uri);
        if (address == null) {
            return null;
        }
        String host = address.host().toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || LOOPBACK_V4.matcher(host).matches();
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
