package dev.iii.spring.clients;

import dev.iii.sdk.annotation.Function;

/** An interface that is not found, because it has no {@link dev.iii.spring.IiiClient}. */
public interface Prices {

    @Function("prices::of")
    String of(String sku);
}
