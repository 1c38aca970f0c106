package dev.iii.stub.httpfunctions;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves a host and checks its addresses against the policy. The client connects to exactly these addresses, so that
 * a name cannot resolve to one address for the check and to another one for the connection.
 */
final class GuardedResolver implements SocketAddressResolver {

    /** An address of a host is not allowed. */
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
                // A single forbidden address rejects the host, because such a host is malicious or misconfigured.
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
