/**
 * Event sourcing on the state of the iii engine. The entry point is {@link dev.iii.eventsourcing.EventSourcing}.
 */
module dev.iii.eventsourcing {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.iii.sdk;
    requires java.net.http;
    requires org.slf4j;

    exports dev.iii.eventsourcing;
    exports dev.iii.eventsourcing.test;

    uses dev.iii.eventsourcing.EventSourcing.Provider;

    provides dev.iii.eventsourcing.EventSourcing.Provider with
            dev.iii.eventsourcing.internal.runtime.EventSourcingProvider;
}
