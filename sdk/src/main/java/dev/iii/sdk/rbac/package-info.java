/** What the functions of a port with access control are asked, and what they answer (engine behaviour, section 19). */
@NullMarked
package dev.iii.sdk.rbac;

import org.jspecify.annotations.NullMarked;
