package dev.iii.stub.queue;

/**
 * The function that a message is for.
 *
 * @param functionId the id of the function
 * @param namespace the namespace of the function
 */
record TargetFunction(String functionId, String namespace) {

    @Override
    public String toString() {
        return functionId + " in namespace " + namespace;
    }
}
