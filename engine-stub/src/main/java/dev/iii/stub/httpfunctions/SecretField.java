package dev.iii.stub.httpfunctions;

import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * A header that is sent unchanged but shown without its value, because the log of the HTTP client contains the headers
 * of every request.
 */
final class SecretField extends PreEncodedHttpField {

    private static final Set<HttpHeader> KNOWN_SECRETS =
            Set.of(HttpHeader.AUTHORIZATION, HttpHeader.PROXY_AUTHORIZATION, HttpHeader.COOKIE);

    private SecretField(String name, String value) {
        super(name, value);
    }

    /** Creates a header of the user. Headers that the client itself reads, such as the content type, are not hidden. */
    static HttpField of(String name, String value) {
        HttpHeader known = HttpHeader.CACHE.get(name);
        return known == null || KNOWN_SECRETS.contains(known)
                ? new SecretField(name, value)
                : new HttpField(name, value);
    }

    @Override
    public String getValue() {
        return "[secret]";
    }

    @Override
    public String toString() {
        return getName() + ": [secret]";
    }
}
