package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.HttpWire;

/**
 * How the engine proves to the service behind a {@link HttpFunctionDefinition} who it is (engine behaviour, section
 * 15). Secrets stay with the engine: what is named here are environment variables of its process. Immutable.
 */
public sealed interface HttpAuth {

    /**
     * {@code authorization: Bearer …}
     *
     * @param tokenVariable the environment variable of the engine that has the token
     */
    record Bearer(String tokenVariable) implements HttpAuth {
        /** @throws IllegalArgumentException when the name of the variable is blank */
        public Bearer {
            Arguments.notBlank(tokenVariable, "token variable");
        }
    }

    /**
     * A header with a key.
     *
     * @param header the name of the header
     * @param keyVariable the environment variable of the engine that has the key
     */
    record ApiKey(String header, String keyVariable) implements HttpAuth {
        /** @throws IllegalArgumentException when a name is blank, or the header cannot be sent */
        public ApiKey {
            HttpWire.checkName(Arguments.notBlank(header, "header name"));
            Arguments.notBlank(keyVariable, "key variable");
        }
    }

    /**
     * A signature of time and body, {@code x-iii-signature: sha256=…}
     *
     * @param secretVariable the environment variable of the engine that has the secret
     */
    record Hmac(String secretVariable) implements HttpAuth {
        /** @throws IllegalArgumentException when the name of the variable is blank */
        public Hmac {
            Arguments.notBlank(secretVariable, "secret variable");
        }
    }

    /** A bearer token. */
    static HttpAuth bearer(String tokenVariable) {
        return new Bearer(tokenVariable);
    }

    /** A key in a header. */
    static HttpAuth apiKey(String header, String keyVariable) {
        return new ApiKey(header, keyVariable);
    }

    /** A signature. */
    static HttpAuth hmac(String secretVariable) {
        return new Hmac(secretVariable);
    }
}
