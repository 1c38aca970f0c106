package dev.iii.stub.http;

import dev.iii.stub.http.HeaderLines.SentHead;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was sent, although {@link RequestLine} and {@link HeaderLines} have changed it for the HTTP parser.
 * Immutable.
 *
 * @param target the target of its request line
 * @param head the values of header fields that were replaced
 * @param malformed {@code true} if the request gets status 400
 */
record SentRequest(RequestTarget target, SentHead head, boolean malformed) {

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|([A-Za-z0-9._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})+)(:(\\d{0,5}))?");

    private static final int PORT = 4;
    private static final int MAX_PORT = 65535;

    /** Returns the request that the HTTP server received, as it was sent. */
    static SentRequest of(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint() instanceof LenientEndPoint endPoint
                ? endPoint.requestHandled(request)
                : of(request, null, SentHead.UNCHANGED);
    }

    static SentRequest of(Request request, @Nullable String sentTarget, SentHead head) {
        RequestTarget target = RequestTarget.of(request, sentTarget);
        boolean malformed = target.form() == RequestTarget.Form.MALFORMED
                || head.severalHosts()
                || head.host() != null && !isHost(head.host())
                // Only HTTP/1.1 has chunks. Where the request ends is not known (RFC 9112, section 6.1).
                || request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                        && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        return new SentRequest(target, head, malformed);
    }

    private static boolean isHost(String value) {
        var host = HOST.matcher(value);
        if (!host.matches()) {
            return false;
        }
        String port = host.group(PORT);
        // A URL may have an empty port.
        return port == null || port.isEmpty() || Integer.parseInt(port) > 0 && Integer.parseInt(port) <= MAX_PORT;
    }

    /** Returns the name of a header field in lower case. */
    static String name(HttpField field) {
        return HeaderLines.sentName(field.getLowerCaseName());
    }

    /** Returns the value of a header field. */
    @Nullable
    String value(HttpField field) {
        if (field.getHeader() == HttpHeader.HOST && head.host() != null) {
            return head.host();
        }
        return field.getHeader() == HttpHeader.EXPECT && head.expect() != null ? head.expect() : field.getValue();
    }

    /** Returns the values of a header field of this request. Its name is in lower case. */
    List<String> values(Request request, String name) {
        return name.equals("host") && head.host() != null
                ? List.of(head.host())
                : request.getHeaders().getValuesList(name);
    }
}
