package dev.iii.spring;

/** Thrown if a property {@code iii.*} has a value that the worker cannot use. The message contains no secrets. */
final class InvalidIiiPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String property;
    private final String action;

    /**
     * @param property the name of the property
     * @param problem what is wrong with its value, without secrets
     * @param action what to do
     */
    InvalidIiiPropertyException(String property, String problem, String action) {
        super("the property " + property + " is invalid: " + problem);
        this.property = property;
        this.action = action;
    }

    InvalidIiiPropertyException(String property, String problem) {
        this(property, problem, "Change the value of the property " + property + ".");
    }

    String property() {
        return property;
    }

    String action() {
        return action;
    }
}
