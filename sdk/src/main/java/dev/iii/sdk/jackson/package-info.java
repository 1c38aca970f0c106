/** Settings of Jackson 3 for payloads. The only package of the API with types of Jackson. */
@NullMarked
package dev.iii.sdk.jackson;

import org.jspecify.annotations.NullMarked;
