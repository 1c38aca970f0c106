package dev.iii.stub.httpfunctions;

import java.net.InetAddress;

/** Which addresses requests may go to. */
public enum Reach {

    /** Public addresses only, as the real engine has it unless its config says otherwise. */
    PUBLIC {
        @Override
        boolean allows(InetAddress address) {
            return !Addresses.isPrivate(address);
        }
    },

    /** All but link-local addresses, where clouds tell secrets to whoever asks: loopback and private networks too. */
    LOCAL {
        @Override
        boolean allows(InetAddress address) {
            return !Addresses.isLinkLocal(address);
        }
    },

    /** Every address. */
    ANYWHERE {
        @Override
        boolean allows(InetAddress address) {
            return true;
        }
    };

    abstract boolean allows(InetAddress address);
}
