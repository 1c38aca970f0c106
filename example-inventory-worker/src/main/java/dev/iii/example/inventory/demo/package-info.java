/**
 * The program behind {@code ./demo}. It runs an engine and the inventory in one process and plays a scenario over HTTP. The
 * other packages do not depend on it.
 */
@NullMarked
package dev.iii.example.inventory.demo;

import org.jspecify.annotations.NullMarked;
