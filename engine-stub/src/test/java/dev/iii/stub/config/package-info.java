/** Tests of config files and of the error messages for mistakes in them. */
@NullMarked
package dev.iii.stub.config;

import org.jspecify.annotations.NullMarked;
