package dev.iii.example.inventory.domain;

/**
 * What the events of one SKU have made of it.
 *
 * @param stock how many are there, never below 0
 * @param priceCents the price of one
 * @param lowStockThreshold stock is low at so many or fewer
 */
public record Item(String sku, String name, long stock, long priceCents, long lowStockThreshold) {

    /** Whether more should be ordered. */
    public boolean hasLowStock() {
        return stock <= lowStockThreshold;
    }
}
