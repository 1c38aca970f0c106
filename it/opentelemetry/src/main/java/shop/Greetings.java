package shop;

import dev.iii.sdk.annotation.Function;
import io.opentelemetry.api.trace.Span;

/** Functions that use the OpenTelemetry API. */
public final class Greetings {

    /** Returns a greeting, and names the person in the span of the invocation. */
    @Function("greetings::greet")
    public String greet(String name) {
        Span.current().setAttribute("shop.name", name);
        return "Hello, " + name;
    }
}
