/** The rows of the view {@code inventory-stats}, and what is computed from them. */
@NullMarked
package dev.iii.example.inventory.view;

import org.jspecify.annotations.NullMarked;
