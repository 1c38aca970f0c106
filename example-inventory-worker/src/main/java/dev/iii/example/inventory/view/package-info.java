/** The items and totals that queries return, and the rows from which they are computed. */
@NullMarked
package dev.iii.example.inventory.view;

import org.jspecify.annotations.NullMarked;
