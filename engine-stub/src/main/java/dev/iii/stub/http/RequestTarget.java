package dev.iii.stub.http;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request as it was sent, not decoded. Immutable.
 *
 * @param path the path; begins with a slash, except in unusual requests such as {@code OPTIONS *}
 * @param query the query without the question mark; {@code null} for none
 */
record RequestTarget(String path, @Nullable String query) {

    static RequestTarget of(Request request) {
        String sent = request.getConnectionMetaData().getConnection().getEndPoint() instanceof LenientEndPoint endPoint
                ? endPoint.requestHandled(request)
                : null;
        if (sent != null) {
            return parse(sent);
        }
        String path = request.getHttpURI().getPath();
        return new RequestTarget(path == null ? "" : path, request.getHttpURI().getQuery());
    }

    /** Parses the target of a request line. The target may begin with a scheme and a host. */
    static RequestTarget parse(String sent) {
        String target = sent;
        int fragment = target.indexOf('#');
        if (fragment >= 0) {
            target = target.substring(0, fragment);
        }
        int question = target.indexOf('?');
        String query = question < 0 ? null : target.substring(question + 1);
        String path = question < 0 ? target : target.substring(0, question);
        int authority = path.startsWith("/") ? -1 : path.indexOf("://");
        if (authority >= 0) {
            int slash = path.indexOf('/', authority + "://".length());
            path = slash < 0 ? "/" : path.substring(slash);
        }
        return new RequestTarget(path, query);
    }
}
