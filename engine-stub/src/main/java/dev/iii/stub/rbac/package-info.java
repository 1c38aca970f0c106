/** Worker ports that ask who comes in and what they may do (engine behaviour, section 19). */
@NullMarked
package dev.iii.stub.rbac;

import org.jspecify.annotations.NullMarked;
