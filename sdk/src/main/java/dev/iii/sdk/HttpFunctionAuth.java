package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.http.HttpWire;

/**
 * The authentication of the engine at the service behind a {@link HttpFunctionDefinition} (engine behaviour, section 15).
 * Secrets stay in the engine: an instance contains only the names of environment variables of the engine process.
 * Immutable.
 */
public sealed interface HttpFunctionAuth {

    /**
     * The header {@code authorization: Bearer TOKEN}.
     *
     * @param tokenVariable the environment variable of the engine that contains the token
     */
    record Bearer(String tokenVariable) implements HttpFunctionAuth {
        /** @throws IllegalArgumentException if the name of the variable is {@code null} or blank */
        public Bearer {
            Arguments.notBlank(tokenVariable, "token variable");
        }
    }

    /**
     * A header that contains a key.
     *
     * @param header the name of the header
     * @param keyVariable the environment variable of the engine that contains the key
     */
    record ApiKey(String header, String keyVariable) implements HttpFunctionAuth {
        /**
         * @throws IllegalArgumentException if a name is {@code null} or blank, or if the header name contains an invalid
         *     character
         */
        public ApiKey {
            HttpWire.checkName(Arguments.notBlank(header, "header name"));
            Arguments.notBlank(keyVariable, "key variable");
        }
    }

    /**
     * The header {@code x-iii-signature: sha256=SIGNATURE}, an HMAC-SHA256 of the timestamp and the body of the request.
     *
     * @param secretVariable the environment variable of the engine that contains the secret
     */
    record Hmac(String secretVariable) implements HttpFunctionAuth {
        /** @throws IllegalArgumentException if the name of the variable is {@code null} or blank */
        public Hmac {
            Arguments.notBlank(secretVariable, "secret variable");
        }
    }

    /** Creates an authentication with a bearer token, see {@link Bearer}. */
    static HttpFunctionAuth bearer(String tokenVariable) {
        return new Bearer(tokenVariable);
    }

    /** Creates an authentication with a key in a header, see {@link ApiKey}. */
    static HttpFunctionAuth apiKey(String header, String keyVariable) {
        return new ApiKey(header, keyVariable);
    }

    /** Creates an authentication with a signature, see {@link Hmac}. */
    static HttpFunctionAuth hmac(String secretVariable) {
        return new Hmac(secretVariable);
    }
}
