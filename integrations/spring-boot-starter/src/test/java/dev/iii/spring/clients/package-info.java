@NullMarked
package dev.iii.spring.clients;

import org.jspecify.annotations.NullMarked;
