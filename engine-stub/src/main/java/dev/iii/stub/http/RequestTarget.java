package dev.iii.stub.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request as it was sent, not decoded. Immutable.
 *
 * @param form the form of the target
 * @param path the path; begins with a slash if the target has a path
 * @param query the query without the question mark; {@code null} for none
 */
record RequestTarget(Form form, String path, @Nullable String query) {

    /** The form of a target. */
    enum Form {
        /** The target has a path. It may begin with a scheme and a host, which are ignored, as on the real engine. */
        PATH,
        /** The target has no path and therefore no route, for example {@code *} or {@code localhost:80}. */
        NO_PATH,
        /** The target has none of the forms of HTTP. */
        MALFORMED
    }

    private static final char LAST_ASCII = 0x7F;

    private static final Pattern ABSOLUTE =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[\\p{ASCII}&&[^/?#]]+([/?#].*)?");

    /**
     * Returns the target of a request.
     *
     * @param sent the target as it was sent, if the HTTP parser got another one; otherwise {@code null}
     */
    static RequestTarget of(Request request, @Nullable String sent) {
        if (sent != null) {
            return parse(sent);
        }
        String path = request.getHttpURI().getPath();
        return new RequestTarget(
                Form.PATH, path == null ? "" : path, request.getHttpURI().getQuery());
    }

    /** Parses the target of a request line. */
    static RequestTarget parse(String sent) {
        if (sent.startsWith("/")) {
            return parsePath(sent);
        }
        Matcher absolute = ABSOLUTE.matcher(sent);
        if (absolute.matches()) {
            String rest = absolute.group(1);
            return parsePath(rest == null || !rest.startsWith("/") ? "/" + (rest == null ? "" : rest) : rest);
        }
        boolean isAuthority = sent.chars().noneMatch(c -> c == '/' || c == '?' || c == '#' || c > LAST_ASCII);
        return new RequestTarget(isAuthority ? Form.NO_PATH : Form.MALFORMED, sent, null);
    }

    private static RequestTarget parsePath(String sent) {
        String target = sent;
        int fragment = target.indexOf('#');
        if (fragment >= 0) {
            target = target.substring(0, fragment);
        }
        int question = target.indexOf('?');
        String query = question < 0 ? null : target.substring(question + 1);
        String path = question < 0 ? target : target.substring(0, question);
        return new RequestTarget(Form.PATH, path, query);
    }
}
