package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Creates keys and certificates with the JDK's keytool. */
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

    /** Creates a key with a self-signed certificate for the given names. */
    static KeyStore key(Path folder, String names) throws Exception {
        Path file = folder.resolve("key-" + System.nanoTime() + ".p12");
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=" + names);
        return load(file);
    }

    /** Creates a key with an expired certificate and the certificate of its issuer. */
    static KeyStore expiredKey(Path folder) throws Exception {
        Path issuer = folder.resolve("issuer.p12");
        Path file = folder.resolve("expired.p12");
        Path request = folder.resolve("request");
        Path certificate = folder.resolve("certificate");
        Path issuerCertificate = folder.resolve("issuer-certificate");
        keytool(issuer, "-genkeypair", "-keyalg", "EC", "-dname", "CN=issuer", "-ext", "bc:c");
        keytool(issuer, "-exportcert", "-file", issuerCertificate.toString());
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test");
        keytool(file, "-certreq", "-file", request.toString());
        keytool(
                issuer,
                "-gencert",
                "-ext",
                "SAN=dns:localhost",
                "-startdate",
                "-10d",
                "-validity",
                "1",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        keytool(file, "-importcert", "-noprompt", "-alias", "issuer", "-file", issuerCertificate.toString());
        keytool(file, "-importcert", "-noprompt", "-file", certificate.toString());
        return load(file);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        if (!command.contains("-alias")) {
            command.addAll(List.of("-alias", "key"));
        }
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
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
