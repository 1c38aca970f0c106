@NullMarked
package dev.iii.spring;

import org.jspecify.annotations.NullMarked;
