/** What an engine has recorded, for the tests of those who embed it (engine behaviour, section 18). */
@NullMarked
package dev.iii.stub.telemetry.data;

import org.jspecify.annotations.NullMarked;
