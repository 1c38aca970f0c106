/** The payloads and results of the functions that control access to a worker port (engine behaviour, section 19). */
@NullMarked
package dev.iii.sdk.rbac;

import org.jspecify.annotations.NullMarked;
