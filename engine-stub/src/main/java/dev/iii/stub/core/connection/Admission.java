package dev.iii.stub.core.connection;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.call.InvocationFailed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides which workers may connect to a port (engine behaviour, section 19). */
@FunctionalInterface
public interface Admission {

    /** Admits every worker, with access to everything. */
    Admission OPEN = client -> CompletableFuture.completedStage(Access.OPEN);

    /**
     * A client that connects as a worker.
     *
     * @param headers of the request, by lower-case name
     * @param query the query of the request, not decoded, empty if there is none
     * @param address the IP address
     */
    record Client(Map<String, List<String>> headers, String query, String address) {

        /** Omits headers and query, which may contain secrets. */
        @Override
        public String toString() {
            return "Client[" + address + "]";
        }
    }

    /** Decides about a client. If the stage fails with {@link InvocationFailed}, the client gets that error. Must not block. */
    CompletionStage<Access> admit(Client client);
}
