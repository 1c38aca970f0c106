package dev.iii.stub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.rbac.Exposure;
import dev.iii.stub.rbac.GuardRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker port with access control (engine behaviour, section 19). Immutable; made by a {@link Builder}.
 *
 * <pre>{@code
 * StubOptions.builder()
 *         .guardedPort(GuardOptions.builder().auth("my::auth").expose("api::*").build())
 *         .build();
 * }</pre>
 *
 * <p>Whatever is not exposed, granted by the auth function or needed by every worker is forbidden.
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

    /** Options to be filled in. */
    public static Builder builder() {
        return new Builder();
    }

    /** The port, 0 for a free one. */
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

        /** The port; 0 for a free one, which is the default. */
        public Builder port(int newPort) {
            port = StubOptions.Builder.checkPort("port", newPort);
            return this;
        }

        /**
         * The function that decides who may connect. It gets {@code {"headers":{…},"query_params":{…},"ip_address":"…"}}
         * and answers with what the session may do. Without it everybody may connect.
         */
        public Builder auth(String functionId) {
            auth = checkId(functionId);
            return this;
        }

        /** The function that is asked about every function that is registered. */
        public Builder onFunctionRegistration(String functionId) {
            onFunction = checkId(functionId);
            return this;
        }

        /** The function that is asked about every trigger that is registered. */
        public Builder onTriggerRegistration(String functionId) {
            onTrigger = checkId(functionId);
            return this;
        }

        /** The function that is asked about every trigger type that is registered. */
        public Builder onTriggerTypeRegistration(String functionId) {
            onTriggerType = checkId(functionId);
            return this;
        }

        /** The function that gets all calls instead of the called functions, looked up in their namespace. */
        public Builder middleware(String functionId) {
            middleware = checkId(functionId);
            return this;
        }

        /** Lets everybody call functions of the default namespace whose id fits; {@code *} stands for any text. */
        public Builder expose(String pattern) {
            exposed.add(Exposure.ofIds(checkId(pattern), null));
            return this;
        }

        /** Lets everybody call functions of a namespace whose id fits; {@code *} stands for any text. */
        public Builder expose(String pattern, String namespace) {
            exposed.add(Exposure.ofIds(checkId(pattern), Objects.requireNonNull(namespace)));
            return this;
        }

        /**
         * Lets everybody call functions of the default namespace whose metadata has this value.
         *
         * @param json the value in JSON, for example {@code true}; a string like {@code "match(\"a*\")"} is a pattern
         * @throws IllegalArgumentException when it is no JSON
         */
        public Builder exposeByMetadata(String name, String json) {
            exposed.add(Exposure.ofMetadata(Map.of(name, RawJson.parse(json)), null));
            return this;
        }

        /** The options. */
        public GuardOptions build() {
            return new GuardOptions(this);
        }

        private static String checkId(String id) {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a function id must not be blank");
            }
            return id;
        }
    }
}
