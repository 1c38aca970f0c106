/** Tests of guarded ports on an engine without sockets. */
@NullMarked
package dev.iii.stub.rbac;

import org.jspecify.annotations.NullMarked;
