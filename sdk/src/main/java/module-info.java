/** The worker SDK for the iii engine. Start at {@link dev.iii.sdk.Iii}. */
module dev.iii.sdk {
    requires static transitive org.jspecify;
    requires dev.iii.protocol;
    requires dev.iii.transport;
    requires org.apache.commons.fileupload2.core;
    requires org.apache.commons.io;
    requires org.slf4j;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires tools.jackson.databind;
    requires com.fasterxml.classmate;
    requires com.github.victools.jsonschema.generator;
    requires com.github.victools.jsonschema.module.jackson;

    exports dev.iii.sdk;
    exports dev.iii.sdk.annotation;
    exports dev.iii.sdk.channel;
    exports dev.iii.sdk.configuration;
    exports dev.iii.sdk.discovery;
    exports dev.iii.sdk.http;
    exports dev.iii.sdk.json;
    exports dev.iii.sdk.queue;
    exports dev.iii.sdk.rbac;
    exports dev.iii.sdk.state;
    exports dev.iii.sdk.stream;
    exports dev.iii.sdk.telemetry;
    exports dev.iii.sdk.trigger;
}
