/** Guarded worker ports, which check who may connect and what a session may do (engine behaviour, section 19). */
@NullMarked
package dev.iii.stub.rbac;

import org.jspecify.annotations.NullMarked;
