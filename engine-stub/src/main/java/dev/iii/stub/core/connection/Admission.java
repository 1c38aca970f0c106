package dev.iii.stub.core.connection;

import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.call.InvocationFailed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who may connect to a port (engine behaviour, section 19). */
@FunctionalInterface
public interface Admission {

    /** Everybody, with access to everything. */
    Admission OPEN = visitor -> CompletableFuture.completedStage(Access.OPEN);

    /**
     * Somebody who wants to connect.
     *
     * @param headers of the request, by lower-case name
     * @param query the query of the request, not decoded, empty when there is none
     * @param address the IP address
     */
    record Visitor(Map<String, List<String>> headers, String query, String address) {

        /** Leaves headers and query out, which may hold secrets. */
        @Override
        public String toString() {
            return "Visitor[" + address + "]";
        }
    }

    /** Decides. A stage that fails with {@link InvocationFailed} refuses with that error. Must not block. */
    CompletionStage<Access> admit(Visitor visitor);
}
