/**
 * The rules of the shop, and nothing else: what may happen ({@link dev.iii.example.inventory.domain.Inventory#decide}) and
 * what has become of an item ({@link dev.iii.example.inventory.domain.Inventory#fold}).
 *
 * <p>Pure functions over records. No engine, no clock, no JSON: so every rule is tested by a table, and the same fold gives
 * the same item to the writer, to every view and to a repair years later.
 */
@NullMarked
package dev.iii.example.inventory.domain;

import org.jspecify.annotations.NullMarked;
