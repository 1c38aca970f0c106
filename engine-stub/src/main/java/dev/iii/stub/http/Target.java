package dev.iii.stub.http;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, as it was sent: nothing is decoded.
 *
 * @param path begins with a slash unless the request is unusual
 * @param query without the question mark; {@code null} for none
 */
record Target(String path, @Nullable String query) {

    static Target of(Request request) {
        String sent = request.getConnectionMetaData().getConnection().getEndPoint() instanceof MendingEndPoint endPoint
                ? endPoint.requestHandled(request)
                : null;
        if (sent != null) {
            return parse(sent);
        }
        String path = request.getHttpURI().getPath();
        return new Target(path == null ? "" : path, request.getHttpURI().getQuery());
    }

    /** From a request line, possibly with scheme and host in front. */
    static Target parse(String sent) {
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
        return new Target(path, query);
    }
}
