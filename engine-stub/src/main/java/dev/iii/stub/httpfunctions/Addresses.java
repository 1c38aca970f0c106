package dev.iii.stub.httpfunctions;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies IP addresses without name resolution. */
final class Addresses {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int IPV4_BYTES = 4;

    /**
     * Reserved networks, in addition to those that the JDK recognizes. Each entry consists of the first three bytes and
     * the prefix length.
     */
    private static final int[][] PRIVATE_IPV4 = {
        {0, 0, 0, 8}, // this network
        {100, 64, 0, 10}, // carrier-grade NAT
        {192, 0, 0, 24}, // protocol assignments
        {192, 0, 2, 24}, // documentation
        {198, 18, 0, 15}, // benchmarking
        {198, 51, 100, 24}, // documentation
        {203, 0, 113, 24}, // documentation
        {240, 0, 0, 4}, // reserved, and broadcast
    };

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
    private static final byte[] COMPATIBLE = new byte[12];

    private Addresses() {}

    /**
     * Returns the address if the host is an IP address or a name of this machine. Returns {@code null} if the host name
     * has to be resolved.
     */
    static @Nullable InetAddress known(String host) {
        try {
            if (host.equals("localhost") || host.endsWith(".localhost")) {
                return InetAddress.getLoopbackAddress();
            }
            return host.startsWith("[") || IPV4.matcher(host).matches() ? InetAddress.getByName(host) : null;
        } catch (UnknownHostException e) {
            return null; // The call of the function reports it.
        }
    }

    /** Returns {@code true} if the address does not belong to the public Internet. */
    static boolean isPrivate(InetAddress address) {
        InetAddress real = embedded(address);
        return real.isLoopbackAddress()
                || real.isAnyLocalAddress()
                || real.isSiteLocalAddress()
                || real.isLinkLocalAddress()
                || real.isMulticastAddress()
                || isUniqueLocal(real)
                || isReserved(real.getAddress());
    }

    static boolean isLinkLocal(InetAddress address) {
        return embedded(address).isLinkLocalAddress();
    }

    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    }

    private static boolean isReserved(byte[] address) {
        if (address.length != IPV4_BYTES) {
            return false;
        }
        int bits = bits(address[0], address[1], address[2]);
        for (int[] network : PRIVATE_IPV4) {
            int mask = -1 << (32 - network[3]);
            if ((bits & mask) == bits(network[0], network[1], network[2])) {
                return true;
            }
        }
        return false;
    }

    private static int bits(int first, int second, int third) {
        return (first & 0xFF) << 24 | (second & 0xFF) << 16 | (third & 0xFF) << 8;
    }

    /**
     * Returns the IPv4 address that an IPv6 address contains, because packets are delivered there. Returns the address
     * itself if it contains none.
     */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BYTES || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        if (startsWith(bytes, NAT64) || startsWith(bytes, COMPATIBLE)) {
            return ipv4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return startsWith(bytes, SIX_TO_FOUR) ? ipv4(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IPv4 address has 4 bytes", e);
        }
    }
}
