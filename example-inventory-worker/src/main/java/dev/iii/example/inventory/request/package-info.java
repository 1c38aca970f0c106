/** Reads the fields of requests and reports all invalid fields together. Used by commands and queries. */
@NullMarked
package dev.iii.example.inventory.request;

import org.jspecify.annotations.NullMarked;
