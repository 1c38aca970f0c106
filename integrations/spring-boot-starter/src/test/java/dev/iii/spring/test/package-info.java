@NullMarked
package dev.iii.spring.test;

import org.jspecify.annotations.NullMarked;
