/** Payloads with Jackson 2. The entry point is {@link dev.iii.sdk.jackson2.Jackson2Codec}. */
@SuppressWarnings("module") // the digit is part of the name of Jackson 2
module dev.iii.sdk.jackson2 {
    requires static org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires transitive dev.iii.sdk;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;

    exports dev.iii.sdk.jackson2;

    provides dev.iii.sdk.json.JsonCodec.Provider with
            dev.iii.sdk.jackson2.Jackson2Provider;
}
