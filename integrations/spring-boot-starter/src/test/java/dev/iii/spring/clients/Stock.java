package dev.iii.spring.clients;

import dev.iii.sdk.annotation.Function;
import dev.iii.spring.IiiClient;

/** A client that is found. */
@IiiClient(value = "stockClient", timeout = "${stock.timeout}")
public interface Stock {

    @Function("stock::left")
    int left(String sku);
}
