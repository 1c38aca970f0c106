package dev.iii.example.inventory.notify;

/**
 * A low-stock alert: the stock of an item has reached its threshold. Immutable.
 *
 * @param id the id of the event that caused the alert
 * @param sku the SKU of the item
 * @param name the name of the item
 * @param stock the stock after the event
 * @param threshold the threshold of the item: the stock is low if it is at or below this number
 * @param at the time of the event, in milliseconds since 1970-01-01T00:00Z
 */
public record Alert(String id, String sku, String name, long stock, long threshold, long at) {}
