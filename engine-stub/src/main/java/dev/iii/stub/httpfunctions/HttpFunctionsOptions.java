package dev.iii.stub.httpfunctions;

import java.util.Map;

/**
 * What the worker for HTTP-invoked functions can be told.
 *
 * @param policy which URLs are allowed
 * @param variables the environment that {@code auth} takes its secrets from
 * @param maxAnswerBytes the largest body of an answer
 */
public record HttpFunctionsOptions(UrlPolicy policy, Map<String, String> variables, int maxAnswerBytes) {

    public HttpFunctionsOptions {
        variables = Map.copyOf(variables);
    }

    /** Without the variables, which hold secrets. */
    @Override
    public String toString() {
        return "HttpFunctionsOptions[" + policy + ", " + variables.size() + " variables, " + maxAnswerBytes + " bytes]";
    }
}
