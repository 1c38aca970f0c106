package dev.iii.stub.httpfunctions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a request proves itself with. No text of it holds a secret. */
sealed interface Credentials {

    /** Nothing. */
    Credentials NONE = new None();

    /** Adds headers to a request with this body at this time, in seconds since 1970. */
    void sign(byte[] body, long timestamp, BiConsumer<String, String> header);

    /** The type behind {@link #NONE}. */
    record None() implements Credentials {
        @Override
        public void sign(byte[] body, long timestamp, BiConsumer<String, String> header) {
            // Nothing to prove.
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

    /** A signature over time and body. */
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
                // The key may be empty, which SecretKeySpec refuses; HMAC pads with zeros, so one zero is the same.
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
