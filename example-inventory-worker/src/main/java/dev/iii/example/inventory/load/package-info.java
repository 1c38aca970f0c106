/** The load test behind {@code --load}: many buyers sell one item at the same time, and the result is compared with the log. */
@NullMarked
package dev.iii.example.inventory.load;

import org.jspecify.annotations.NullMarked;
