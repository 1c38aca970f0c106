package dev.iii.spring;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of an engine for messages. */
final class EngineAddress {

    private EngineAddress() {}

    /** Returns the address without user information and query, which may be secrets. */
    static String display(String url) {
        try {
            URI address = new URI(url);
            String authority = address.getRawAuthority();
            if (address.getScheme() == null || authority == null) {
                return "(invalid address)";
            }
            String path = address.getRawPath() == null || address.getRawPath().equals("/") ? "" : address.getRawPath();
            return address.getScheme() + "://" + authority.substring(authority.indexOf('@') + 1) + path;
        } catch (URISyntaxException e) {
            return "(invalid address)";
        }
    }
}
