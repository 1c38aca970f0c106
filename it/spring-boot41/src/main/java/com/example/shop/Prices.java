package com.example.shop;

import dev.iii.sdk.annotation.Function;
import dev.iii.spring.IiiClient;
import java.math.BigDecimal;

@IiiClient(timeout = "5s")
public interface Prices {

    @Function("prices::of")
    BigDecimal of(String sku);
}
