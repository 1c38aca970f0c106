package dev.iii.sdk.internal.failure;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the fields of an {@link InvalidRequestException} into the field {@code stacktrace} of an error, and reads them. */
final class InvalidRequests {

    private static final String PREFIX = "data:application/vnd.iii.invalid-request+json,";

    private record Content(List<FieldError> errors, int status, Optional<Json> data) {}

    private InvalidRequests() {}

    static String write(InvalidRequestException failure) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("errors", failure.errors());
        content.put("status", failure.httpStatus());
        failure.data().ifPresent(data -> content.put("data", data));
        return PREFIX + Json.of(content).text();
    }

    /** Returns {@code null} if this SDK did not write the error. */
    static @Nullable InvalidRequestException read(String code, @Nullable String stacktrace) {
        if (!code.equals(InvalidRequestException.CODE) || stacktrace == null || !stacktrace.startsWith(PREFIX)) {
            return null;
        }
        try {
            Content content = Json.parse(stacktrace.substring(PREFIX.length())).as(Content.class);
            if (content == null || content.errors().contains(null)) {
                return null;
            }
            InvalidRequestException failure = new InvalidRequestException(content.errors());
            failure.withHttpStatus(content.status());
            content.data().ifPresent(failure::withData);
            return failure;
        } catch (IllegalArgumentException | InvalidPayloadException e) {
            return null;
        }
    }
}
