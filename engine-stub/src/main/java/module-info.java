/** An engine to develop and test workers with, embedded or as a program. */
module dev.iii.stub {
    requires com.cronutils;
    requires com.networknt.schema;
    requires dev.iii.protocol;
    requires dev.iii.transport;
    requires info.picocli;
    requires org.eclipse.jetty.client;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;
    requires static ch.qos.logback.classic;
    requires static ch.qos.logback.core;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.iii.stub;
    exports dev.iii.stub.telemetry.data;

    opens dev.iii.stub.launcher to
            info.picocli;
}
