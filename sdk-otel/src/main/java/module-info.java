/** Sends the telemetry of a worker to the engine. The entry point is {@link dev.iii.sdk.otel.EngineTelemetry}. */
module dev.iii.sdk.otel {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.iii.sdk;
    requires dev.iii.transport;
    requires org.slf4j;
    requires java.management;
    requires jdk.management;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires transitive io.opentelemetry.sdk;
    requires transitive io.opentelemetry.sdk.common;
    requires transitive io.opentelemetry.sdk.trace;
    requires transitive io.opentelemetry.sdk.metrics;
    requires transitive io.opentelemetry.sdk.logs;

    exports dev.iii.sdk.otel;
}
