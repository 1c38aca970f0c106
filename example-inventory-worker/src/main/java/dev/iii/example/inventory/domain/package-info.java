/**
 * The business rules. {@link dev.iii.example.inventory.domain.Inventory#decide} decides whether a command is allowed. {@link
 * dev.iii.example.inventory.domain.Inventory#evolve} applies an event to an item.
 *
 * <p>Both are pure functions over records and use no engine, no clock and no JSON. Each rule can therefore be tested with a
 * table. The commands and all views use the same functions and get the same item.
 */
@NullMarked
package dev.iii.example.inventory.domain;

import org.jspecify.annotations.NullMarked;
