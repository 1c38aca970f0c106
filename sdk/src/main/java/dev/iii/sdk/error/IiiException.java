package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * The base class of the exceptions of the SDK. All of them are unchecked. Messages contain neither secrets nor
 * payloads.
 */
public abstract sealed class IiiException extends RuntimeException
        permits CallException,
                InvalidConfigException,
                InvalidPayloadException,
                RegistrationRefusedException,
                UpdateException,
                WorkerRefusedException {

    private static final long serialVersionUID = 1L;

    IiiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
