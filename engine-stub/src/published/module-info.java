/**
 * An engine to develop and test workers with, embedded or as a program.
 *
 * <p>The descriptor of the published jar, which contains the private dependencies below {@code dev.iii.stub.relocated}.
 */
module dev.iii.stub {
    requires dev.iii.protocol;
    requires dev.iii.transport;
    requires org.slf4j;
    requires java.management;
    requires java.naming;
    requires java.xml;
    requires static ch.qos.logback.classic;
    requires static ch.qos.logback.core;
    requires static java.desktop;
    requires static java.sql;
    requires static jdk.unsupported;
    requires static org.jspecify;

    exports dev.iii.stub;
    exports dev.iii.stub.telemetry.data;

    // The services that the descriptors of the relocated libraries declare.
    uses dev.iii.stub.relocated.jackson.databind.JacksonModule;
    uses dev.iii.stub.relocated.jetty.compression.Compression;
    uses dev.iii.stub.relocated.jetty.http.HttpFieldPreEncoder;
    uses dev.iii.stub.relocated.jetty.io.ssl.ALPNProcessor.Client;
    uses dev.iii.stub.relocated.jetty.util.security.CredentialProvider;

    provides dev.iii.stub.relocated.jetty.compression.Compression with
            dev.iii.stub.relocated.jetty.compression.gzip.GzipCompression;
    provides dev.iii.stub.relocated.jetty.http.HttpFieldPreEncoder with
            dev.iii.stub.relocated.jetty.http.Http10FieldPreEncoder,
            dev.iii.stub.relocated.jetty.http.Http11FieldPreEncoder;
}
