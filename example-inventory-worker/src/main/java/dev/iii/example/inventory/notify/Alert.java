package dev.iii.example.inventory.notify;

/**
 * An item has come to its threshold.
 *
 * @param id the event that brought it there
 * @param stock how many were left then
 * @param threshold stock is low at so many or fewer
 * @param at when, in milliseconds since 1970 UTC
 */
public record Alert(String id, String sku, String name, long stock, long threshold, long at) {}
