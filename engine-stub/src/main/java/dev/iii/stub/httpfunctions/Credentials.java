package dev.iii.stub.httpfunctions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The credentials of a request. {@code toString} never contains a secret. */
sealed interface Credentials {

    /** No credentials. */
    Credentials NONE = new None();

    /**
     * Adds the headers that authenticate a request.
     *
     * @param body the body of the request
     * @param timestamp the time of the request, in seconds since 1970
     * @param header receives the headers
     */
    void sign(byte[] body, long timestamp, BiConsumer<String, String> header);

    /** The type of {@link #NONE}. */
    record None() implements Credentials {
        @Override
        public void sign(byte[] body, long timestamp, BiConsumer<String, String> header) {
            // A request without credentials needs no headers.
        }
    }

    /** A header with a fixed value. */
    record Fixed(String name, String value) implements Credentials {
        @Override
        public void sign(byte[] body, long timestamp, BiConsumer<String, String> header) {
            header.accept(name, value);
        }

        @Override
        public String toString() {
            return "Fixed[" + name + "]";
        }
    }

    /** A signature of the timestamp and the body. */
    record Hmac(String secret) implements Credentials {

        private static final String ALGORITHM = "HmacSHA256";

        @Override
        public void sign(byte[] body, long timestamp, BiConsumer<String, String> header) {
            String signed = timestamp + ":" + Base64.getEncoder().encodeToString(body);
            header.accept("x-iii-signature", "sha256=" + HexFormat.of().formatHex(mac(signed)));
        }

        private byte[] mac(String text) {
            byte[] key = secret.getBytes(StandardCharsets.UTF_8);
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                // SecretKeySpec does not accept an empty key. HMAC pads keys with zeros, so a key of one zero gives the
                // same result.
                mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, ALGORITHM));
                return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }

        @Override
        public String toString() {
            return "Hmac";
        }
    }
}
