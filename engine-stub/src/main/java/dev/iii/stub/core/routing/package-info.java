/** The routing of calls and results to functions, connected or built in (engine behaviour, section 5). */
@NullMarked
package dev.iii.stub.core.routing;

import org.jspecify.annotations.NullMarked;
