package dev.iii.stub.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** A port cannot be opened. The message is one line for the user: the port, the cause and the remedy. */
public final class PortException extends IOException {

    private static final long serialVersionUID = 1L;

    private PortException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Creates the exception for an address on which the engine cannot listen.
     *
     * @param what the purpose of the port, for example {@code worker port}
     */
    public static PortException of(String what, InetSocketAddress address, IOException cause) {
        String where = "The " + what + " " + address.getPort() + " on " + address.getHostString();
        if (address.isUnresolved()) {
            return new PortException(where + " cannot be opened: the host is unknown", cause);
        }
        if (cause instanceof BindException) {
            String why = String.valueOf(cause.getMessage());
            return why.contains("in use")
                    ? new PortException(where + " is in use; stop what listens there or choose another port", cause)
                    : new PortException(where + " cannot be opened: " + why, cause);
        }
        return new PortException(where + " cannot be opened: " + cause.getMessage(), cause);
    }
}
