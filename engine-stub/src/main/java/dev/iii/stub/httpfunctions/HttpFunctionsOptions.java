package dev.iii.stub.httpfunctions;

import java.util.Map;

/**
 * The settings of the worker for HTTP-invoked functions. Immutable.
 *
 * @param policy decides which URLs are allowed
 * @param variables the environment variables from which {@code auth} reads its secrets
 * @param maxAnswerBytes the maximum size of a response body in bytes
 */
public record HttpFunctionsOptions(UrlPolicy policy, Map<String, String> variables, int maxAnswerBytes) {

    public HttpFunctionsOptions {
        variables = Map.copyOf(variables);
    }

    /** Omits the variables, which contain secrets. */
    @Override
    public String toString() {
        return "HttpFunctionsOptions[" + policy + ", " + variables.size() + " variables, " + maxAnswerBytes + " bytes]";
    }
}
