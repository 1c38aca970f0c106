package dev.iii.stub.httpfunctions;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Finds the addresses of a host and keeps those that the policy allows. The client connects to exactly these, so that a
 * name cannot mean one address when it is checked and another when it is used.
 */
final class GuardedResolver implements SocketAddressResolver {

    /** None of the addresses of a host is allowed. */
    static final class ForbiddenAddressException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ForbiddenAddressException(String message) {
            super(message, null, false, false);
        }
    }

    private final SocketAddressResolver resolver;
    private final UrlPolicy policy;

    GuardedResolver(SocketAddressResolver resolver, UrlPolicy policy) {
        this.resolver = resolver;
        this.policy = policy;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        resolver.resolve(host, port, context, new Promise<>() {
            @Override
            public void succeeded(List<InetSocketAddress> addresses) {
                // One forbidden address is enough: whoever answers so has no good intentions or is mistaken.
                boolean allowed =
                        addresses.stream().allMatch(address -> policy.reach().allows(address.getAddress()));
                if (allowed) {
                    promise.succeeded(addresses);
                } else {
                    promise.failed(new ForbiddenAddressException("the host " + host + " is " + policy.forbidden()));
                }
            }

            @Override
            public void failed(Throwable failure) {
                promise.failed(failure);
            }
        });
    }
}
