/**
 * Engine and inventory in one process, and a customer who tries everything over HTTP. Run by {@code ./demo}; nothing of the
 * shop depends on it.
 */
@NullMarked
package dev.iii.example.inventory.demo;

import org.jspecify.annotations.NullMarked;
