/** Connects the packages: registers the functions and their triggers, and contains the program. It contains no rules. */
@NullMarked
package dev.iii.example.inventory.app;

import org.jspecify.annotations.NullMarked;
