package dev.iii.sdk.jackson2;

import dev.iii.sdk.json.JsonCodec;

/** Provides {@link Jackson2Codec#standard} where Jackson 3 cannot run. {@link java.util.ServiceLoader} creates it. */
public final class Jackson2Provider implements JsonCodec.Provider {

    /** Created by {@link java.util.ServiceLoader}. */
    public Jackson2Provider() {}

    @Override
    public JsonCodec codec() {
        return Jackson2Codec.standard();
    }
}
