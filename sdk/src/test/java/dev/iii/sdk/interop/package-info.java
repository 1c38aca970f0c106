/** The official clients of other languages beside this library, on one engine. */
@NullMarked
package dev.iii.sdk.interop;

import org.jspecify.annotations.NullMarked;
