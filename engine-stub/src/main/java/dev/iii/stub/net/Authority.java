package dev.iii.stub.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The host and the port of a socket address as they are written in a URL: an IPv6 address is in brackets. */
public final class Authority {

    private static final String LOOPBACK = "127.0.0.1";

    private Authority() {}

    /** Returns the address and the port, for example {@code [::1]:3111}. */
    public static String of(InetSocketAddress address) {
        return of(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Returns an address at which a client on this computer reaches a port that listens on the given one. */
    public static String reachable(InetSocketAddress listening) {
        InetAddress ip = listening.getAddress();
        String host = ip == null || ip.isAnyLocalAddress() ? LOOPBACK : ip.getHostAddress();
        return of(host, listening.getPort());
    }

    private static String of(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
