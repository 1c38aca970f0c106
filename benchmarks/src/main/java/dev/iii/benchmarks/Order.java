package dev.iii.benchmarks;

import java.util.List;

/** The payload and the result of a call, about 200 bytes of JSON. */
record Order(String sku, int quantity, double price, List<String> tags, String note) {

    static final Order SAMPLE = new Order("sku-000123", 3, 19.99, List.of("a", "b", "c"), "x".repeat(100));
}
