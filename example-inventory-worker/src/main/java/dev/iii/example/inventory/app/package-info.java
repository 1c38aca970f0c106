/**
 * Connects the business rules to the engine: {@link dev.iii.example.inventory.app.InventoryWorker} is the wiring, {@link
 * dev.iii.example.inventory.app.Main} the program. It contains no rules.
 */
@NullMarked
package dev.iii.example.inventory.app;

import org.jspecify.annotations.NullMarked;
