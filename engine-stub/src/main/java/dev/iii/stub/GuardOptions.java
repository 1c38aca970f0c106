package dev.iii.stub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.assembly.StubSettings;
import dev.iii.stub.rbac.Exposure;
import dev.iii.stub.rbac.GuardRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker port with access control (engine behaviour, section 19). Immutable; created by a {@link Builder}.
 *
 * <pre>{@code
 * StubOptions.builder()
 *         .guardedPort(GuardOptions.builder().auth("my::auth").expose("api::*").build())
 *         .build();
 * }</pre>
 *
 * <p>A worker may call a function only if the function is exposed, allowed by the auth function, or needed by every worker.
 */
public final class GuardOptions {

    private final int port;
    private final GuardRules rules;

    private GuardOptions(Builder builder) {
        this.port = builder.port;
        this.rules = new GuardRules(
                new GuardRules.Rbac(
                        builder.auth, builder.onFunction, builder.onTrigger, builder.onTriggerType, builder.exposed),
                builder.middleware);
    }

    /** Returns a builder for a free port without exposed functions. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the port; 0 stands for a free one. */
    public int port() {
        return port;
    }

    GuardRules rules() {
        return rules;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private int port;
        private @Nullable String auth;
        private @Nullable String onFunction;
        private @Nullable String onTrigger;
        private @Nullable String onTriggerType;
        private @Nullable String middleware;
        private final List<Exposure> exposed = new ArrayList<>();

        private Builder() {}

        /** Sets the port; 0 stands for a free one. Default: 0. */
        public Builder port(int newPort) {
            port = StubSettings.checkPort("port", newPort);
            return this;
        }

        /**
         * Sets the function that decides which workers may connect. Its payload is {@code
         * {"headers":{…},"query_params":{…},"ip_address":"…"}}, and its result contains the permissions of the session.
         * Default: every worker may connect.
         */
        public Builder auth(String functionId) {
            auth = checkId(functionId);
            return this;
        }

        /** Sets the function that decides about each registration of a function. Default: none. */
        public Builder onFunctionRegistration(String functionId) {
            onFunction = checkId(functionId);
            return this;
        }

        /** Sets the function that decides about each registration of a trigger. Default: none. */
        public Builder onTriggerRegistration(String functionId) {
            onTrigger = checkId(functionId);
            return this;
        }

        /** Sets the function that decides about each registration of a trigger type. Default: none. */
        public Builder onTriggerTypeRegistration(String functionId) {
            onTriggerType = checkId(functionId);
            return this;
        }

        /**
         * Sets the function that is called instead of every function that a worker calls. It is looked up in the namespace
         * of the called function. Default: none.
         */
        public Builder middleware(String functionId) {
            middleware = checkId(functionId);
            return this;
        }

        /**
         * Allows calls of functions of the default namespace whose id matches the pattern. In the pattern, {@code *}
         * matches any characters.
         */
        public Builder expose(String pattern) {
            exposed.add(Exposure.ofIds(checkId(pattern), null));
            return this;
        }

        /**
         * Allows calls of functions of a namespace whose id matches the pattern. In the pattern, {@code *} matches any
         * characters.
         */
        public Builder expose(String pattern, String namespace) {
            exposed.add(Exposure.ofIds(checkId(pattern), Objects.requireNonNull(namespace)));
            return this;
        }

        /**
         * Allows calls of functions of the default namespace whose metadata contains this value.
         *
         * @param json the value in JSON, for example {@code true}; a string like {@code "match(\"a*\")"} is a pattern
         * @throws IllegalArgumentException if {@code json} is not valid JSON
         */
        public Builder exposeByMetadata(String name, String json) {
            exposed.add(Exposure.ofMetadata(Map.of(name, RawJson.parse(json)), null));
            return this;
        }

        /** Returns the options. */
        public GuardOptions build() {
            return new GuardOptions(this);
        }

        private static String checkId(String id) {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a function id or pattern is blank; it must be like svc::get");
            }
            return id;
        }
    }
}
