/** Puts the rooms together: which function is bound to what. Nothing is decided here. */
@NullMarked
package dev.iii.example.inventory.app;

import org.jspecify.annotations.NullMarked;
