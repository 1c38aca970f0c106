/** Auto-configuration of a worker for Spring Boot. */
@NullMarked
package dev.iii.spring;

import org.jspecify.annotations.NullMarked;
