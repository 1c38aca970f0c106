package dev.iii.sdk.http;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.internal.check.Arguments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error description in a standard format (RFC 9457). The SDK automatically converts failures of handlers to this
 * format; a {@link dev.iii.sdk.error.FunctionException} keeps its status, code and data. Use this class for error
 * responses that a handler returns. Immutable if its extensions are.
 *
 * @param type a URI that identifies the kind of problem; {@code about:blank} if the status is sufficient
 * @param title a short description of the kind of problem
 * @param status the HTTP status, from 400 to 599
 * @param detail a description of this occurrence; {@code null} for none
 * @param instance a URI that identifies this occurrence; {@code null} for none
 * @param extensions additional members, written as JSON
 */
public record ProblemDetails(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        Map<String, Object> extensions) {

    private static final Set<String> OWN = Set.of("type", "title", "status", "detail", "instance");

    /**
     * Copies the extensions.
     *
     * @throws IllegalArgumentException if the status is not from 400 to 599, or an extension has the name of a standard
     *     member
     */
    public ProblemDetails {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status is " + status + "; it must be from 400 to 599");
        }
        Arguments.notNull(type, "type");
        Arguments.notNull(title, "title");
        Arguments.notNull(extensions, "extensions").keySet().stream()
                .filter(OWN::contains)
                .findAny()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "extension '" + name + "' has the name of a standard member; use another name");
                });
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** Creates a problem whose type and title follow from its status. */
    public static ProblemDetails of(int status, @Nullable String detail) {
        return new ProblemDetails("about:blank", title(status), status, detail, null, Map.of());
    }

    /**
     * Creates the problem for a failure of a function, with its status, code and data. For an
     * {@link InvalidRequestException} it lists every invalid field.
     */
    public static ProblemDetails of(FunctionException failure) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("code", Arguments.notNull(failure, "failure").code());
        failure.data().ifPresent(data -> more.put("data", data));
        if (failure instanceof InvalidRequestException invalid) {
            more.put("errors", invalid.errors());
        }
        int status = failure.httpStatus();
        return new ProblemDetails("about:blank", title(status), status, failure.getMessage(), null, more);
    }

    /** Returns a copy of this problem with another type and title. */
    public ProblemDetails withType(String newType, String newTitle) {
        return new ProblemDetails(newType, newTitle, status, detail, instance, extensions);
    }

    /** Returns a copy of this problem with a URI that identifies this occurrence. */
    public ProblemDetails withInstance(String uri) {
        return new ProblemDetails(type, title, status, detail, Arguments.notNull(uri, "instance"), extensions);
    }

    /** Returns a copy of this problem with an additional member. */
    public ProblemDetails with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(Arguments.notNull(name, "member name"), Arguments.notNull(value, "value"));
        return new ProblemDetails(type, title, status, detail, instance, more);
    }

    /** Returns a response with this problem as its body and the content type {@code application/problem+json}. */
    public HttpResponse response() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        if (detail != null) {
            members.put("detail", detail);
        }
        if (instance != null) {
            members.put("instance", instance);
        }
        members.putAll(extensions);
        return HttpResponse.of(status, members).withHeader("content-type", "application/problem+json");
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Error";
        };
    }
}
