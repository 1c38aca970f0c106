package dev.iii.stub.httpfunctions;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The URLs that functions may have: the section {@code security} of the config. Immutable.
 *
 * @param allowedHosts host names and addresses; {@code *} matches any characters and {@code ?} matches one character;
 *     an empty list allows all hosts
 * @param reach the addresses to which requests may be sent, regardless of the host name in the URL
 * @param requireHttps whether {@code http} is refused
 */
public record UrlPolicy(List<String> allowedHosts, AllowedAddresses reach, boolean requireHttps) {

    /** Allows https to public addresses. This is the default of the real engine. */
    public static final UrlPolicy STRICT = new UrlPolicy(List.of(), AllowedAddresses.PUBLIC, true);

    /** Allows http and https to local and public addresses, for development on one machine and in private networks. */
    public static final UrlPolicy LOCAL = new UrlPolicy(List.of(), AllowedAddresses.LOCAL, false);

    private static final int MAX_HOST = 255;

    public UrlPolicy {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /**
     * Checks a URL as far as this is possible without resolving its host.
     *
     * @throws IllegalArgumentException if the URL is not allowed; the message contains the rule
     */
    void check(TargetUrl target) {
        if (requireHttps && !target.scheme().equals("https")) {
            throw new IllegalArgumentException("its URL begins with " + target.scheme()
                    + "://, but security.require_https is true; use https or set it to false");
        }
        String host = target.host();
        if (!allowedHosts.isEmpty() && allowedHosts.stream().noneMatch(pattern -> matches(pattern, host))) {
            throw new IllegalArgumentException(
                    "its host " + host + " is not in security.url_allowlist; add it there, or use one of "
                            + String.join(", ", allowedHosts));
        }
        InetAddress known = Addresses.known(host);
        if (known != null && !reach.allows(known)) {
            throw new IllegalArgumentException("its host " + host + " is " + forbidden());
        }
    }

    /** Returns a description of addresses that are not allowed, with the remedy. */
    String forbidden() {
        return reach == AllowedAddresses.PUBLIC
                ? "a private address; set security.block_private_ips to false to allow that"
                : "a link-local address, which only a config file with security.block_private_ips: false allows";
    }

    private static boolean matches(String pattern, String host) {
        if (host.length() > MAX_HOST) {
            return false;
        }
        StringBuilder regex = new StringBuilder();
        pattern.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.matches(regex.toString(), host);
    }
}
