/** Tests of Spring Boot applications with an engine inside the test process. */
@NullMarked
package dev.iii.spring.test;

import org.jspecify.annotations.NullMarked;
