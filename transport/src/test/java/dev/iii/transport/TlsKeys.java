package dev.iii.transport;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of the tests. They were made with keytool, which would take seconds in each run. */
final class TlsKeys {

    static final char[] PASSWORD = "changeit".toCharArray();

    private TlsKeys() {}

    /** Returns a context for a server with this key. */
    static SSLContext serving(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Returns a key with a self-signed certificate for {@code localhost}. */
    static KeyStore localhost() throws Exception {
        return load("localhost.p12");
    }

    /** Returns a key with a self-signed certificate for another host. */
    static KeyStore elsewhere() throws Exception {
        return load("elsewhere.p12");
    }

    /** Returns a key with an expired certificate and the certificate of its issuer. */
    static KeyStore expired() throws Exception {
        return load("expired.p12");
    }

    private static KeyStore load(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = requireNonNull(TlsKeys.class.getResourceAsStream(name), name)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** Returns a context for a client that trusts the issuer of the key. */
    static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", keys.getCertificate(keys.containsAlias("issuer") ? "issuer" : "key"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
