/** Tests. */
@org.jspecify.annotations.NullMarked
package dev.iii.sdk.http;
