package dev.iii.stub.httpfunctions;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which URLs functions may have: section {@code security} of the config.
 *
 * @param allowedHosts names and addresses, in which {@code *} stands for any text and {@code ?} for one character; none
 *     for all
 * @param reach which addresses requests may go to, whatever name stands in the URL
 * @param requireHttps whether {@code http} is refused
 */
public record UrlPolicy(List<String> allowedHosts, Reach reach, boolean requireHttps) {

    /** What the real engine does when its config does not say more: https to public addresses. */
    public static final UrlPolicy STRICT = new UrlPolicy(List.of(), Reach.PUBLIC, true);

    /** For development on one machine and its private networks: http as well, and local addresses. */
    public static final UrlPolicy LOCAL = new UrlPolicy(List.of(), Reach.LOCAL, false);

    private static final int MAX_HOST = 255;

    public UrlPolicy {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /**
     * Checks what can be said before anybody is asked for an address.
     *
     * @throws IllegalArgumentException when the URL is not allowed; the message says which rule it breaks
     */
    void check(Target target) {
        if (requireHttps && !target.scheme().equals("https")) {
            throw new IllegalArgumentException("its URL begins with " + target.scheme()
                    + "://, but security.require_https asks for https; use https or set it to false");
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

    /** What addresses are that requests may not go to, with the remedy. */
    String forbidden() {
        return reach == Reach.PUBLIC
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
