package dev.iii.stub.queue;

/**
 * The function that a message is for.
 *
 * @param functionId the function
 * @param namespace where it is looked up
 */
record Target(String functionId, String namespace) {

    @Override
    public String toString() {
        return functionId + " in namespace " + namespace;
    }
}
