/** Metrics with Micrometer. The entry point is {@link dev.iii.sdk.micrometer.WorkerMetrics}. */
@SuppressWarnings({"module", "requires-transitive-automatic"}) // Micrometer has only an automatic module name
module dev.iii.sdk.micrometer {
    requires static org.jspecify;
    requires transitive micrometer.core;
    requires transitive dev.iii.sdk;

    exports dev.iii.sdk.micrometer;
}
