package dev.iii.spring;

/** Thrown if an interface cannot be a client. */
final class InvalidIiiClientException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    InvalidIiiClientException(Class<?> type, IllegalArgumentException cause) {
        super("the interface " + type.getName() + " cannot be a client: " + cause.getMessage(), cause);
    }
}
