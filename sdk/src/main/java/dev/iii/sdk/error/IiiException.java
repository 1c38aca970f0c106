package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** The root of what the SDK throws. All of it is unchecked, and no message holds a secret or a payload. */
public abstract sealed class IiiException extends RuntimeException
        permits CallException,
                InvalidPayloadException,
                RegistrationRefusedException,
                UpdateException,
                WorkerRefusedException {

    private static final long serialVersionUID = 1L;

    IiiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
