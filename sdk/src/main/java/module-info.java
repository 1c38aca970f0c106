/** The worker SDK for the iii engine. Start at {@link dev.iii.sdk.Iii}. */
@SuppressWarnings("module") // the telemetry module is compiled later
module dev.iii.sdk {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires static org.snakeyaml.engine;
    requires dev.iii.protocol;
    requires dev.iii.transport;
    requires org.slf4j;
    // Optional dependencies. Not transitive, because a module with these in its API could not be compiled without them.
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static jakarta.validation;
    requires transitive tools.jackson.databind;
    requires com.fasterxml.classmate;
    requires com.github.victools.jsonschema.generator;
    requires com.github.victools.jsonschema.module.jackson;

    exports dev.iii.sdk;
    exports dev.iii.sdk.annotation;
    exports dev.iii.sdk.call;
    exports dev.iii.sdk.channel;
    exports dev.iii.sdk.configuration;
    exports dev.iii.sdk.discovery;
    exports dev.iii.sdk.error;
    exports dev.iii.sdk.http;
    exports dev.iii.sdk.http.middleware;
    exports dev.iii.sdk.jackson;
    exports dev.iii.sdk.json;
    exports dev.iii.sdk.logging;
    exports dev.iii.sdk.policy;
    exports dev.iii.sdk.queue;
    exports dev.iii.sdk.rbac;
    exports dev.iii.sdk.state;
    exports dev.iii.sdk.stream;
    exports dev.iii.sdk.telemetry;
    exports dev.iii.sdk.trigger;
    exports dev.iii.sdk.validation;

    // The telemetry module keeps its connection and checks its arguments in the same way.
    exports dev.iii.sdk.internal.check to
            dev.iii.sdk.otel;
    exports dev.iii.sdk.internal.connection to
            dev.iii.sdk.otel;
    exports dev.iii.sdk.internal.socket to
            dev.iii.sdk.otel;

    // The bridge from the API to its implementation.
    uses dev.iii.sdk.Iii.Provider;
    uses dev.iii.sdk.json.Json.Provider;
    uses dev.iii.sdk.json.JsonCodec.Provider;

    provides dev.iii.sdk.Iii.Provider with
            dev.iii.sdk.internal.worker.WorkerProvider;
    provides dev.iii.sdk.json.Json.Provider with
            dev.iii.sdk.internal.jackson.JacksonJson;
}
