package dev.iii.stub.httpfunctions;

import java.net.InetAddress;

/** The addresses to which requests may be sent. */
public enum AllowedAddresses {

    /** Public addresses only. This is the default of the real engine. */
    PUBLIC {
        @Override
        boolean allows(InetAddress address) {
            return !Addresses.isPrivate(address);
        }
    },

    /**
     * Public, loopback and private addresses, but not link-local addresses. Cloud providers return secrets to any
     * client of a link-local address.
     */
    LOCAL {
        @Override
        boolean allows(InetAddress address) {
            return !Addresses.isLinkLocal(address);
        }
    },

    /** All addresses. */
    ANYWHERE {
        @Override
        boolean allows(InetAddress address) {
            return true;
        }
    };

    abstract boolean allows(InetAddress address);
}
