package dev.iii.stub.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which URLs and addresses are allowed. */
class UrlPolicyTest {

    private static final UrlPolicy PUBLIC_HTTP = new UrlPolicy(List.of(), AllowedAddresses.PUBLIC, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "0.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.2.1",
                "198.51.100.7",
                "203.0.113.9",
                "198.18.0.1",
                "198.19.255.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.0.8",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "fec0::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:c0a8:101::1"
            })
    void isPrivate(String address) throws UnknownHostException {
        assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void isPublic(String address) throws UnknownHostException {
        assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void withoutAConfigLocalAddressesAreAllowedButNotLinkLocalOnes() throws UnknownHostException {
        assertThat(AllowedAddresses.LOCAL.allows(InetAddress.getByName("127.0.0.1")))
                .isTrue();
        assertThat(AllowedAddresses.LOCAL.allows(InetAddress.getByName("172.18.0.3")))
                .isTrue();
        assertThat(AllowedAddresses.LOCAL.allows(InetAddress.getByName("169.254.169.254")))
                .isFalse();
        assertThat(AllowedAddresses.LOCAL.allows(InetAddress.getByName("::ffff:169.254.169.254")))
                .isFalse();
        assertThat(AllowedAddresses.ANYWHERE.allows(InetAddress.getByName("169.254.169.254")))
                .isTrue();
    }

    @Test
    void strictPolicyRequiresHttpsAndNamesTheKey() {
        refuses(UrlPolicy.STRICT, "http://example.com/", "security.require_https");
        allows(UrlPolicy.STRICT, "https://example.com/");
        allows(UrlPolicy.STRICT, "HTTPS://Example.com:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://a.localhost/",
                "http://127.0.0.1:8080/",
                "http://[::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://LOCALHOST/"
            })
    void literalAddressIsCheckedImmediately(String url) {
        refuses(PUBLIC_HTTP, url, "security.block_private_ips");
        allows(UrlPolicy.LOCAL, url);
    }

    @Test
    void allowListSupportsWildcardsAndIgnoresCase() {
        UrlPolicy policy = new UrlPolicy(
                List.of("*.Example.com", "api-?.test", "[::1]", "10.0.0.1"), AllowedAddresses.ANYWHERE, false);
        allows(policy, "http://a.b.example.com/");
        allows(policy, "http://API-1.test/");
        allows(policy, "http://[::1]:99/");
        allows(policy, "http://10.0.0.1/");
        refuses(policy, "http://example.com/", "security.url_allowlist");
        refuses(policy, "http://api-12.test/", "security.url_allowlist");
        refuses(policy, "http://10.0.0.11/", "security.url_allowlist");
        refuses(policy, "http://evil.test/?x=.example.com", "security.url_allowlist");
        refuses(policy, "http://a.example.com@evil.test/", "evil.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url",
                "/path",
                "http://",
                "http:///path",
                "http://ho st/",
                "http://h\u0000/",
                "http://h:99999/",
                "http://%6c%6f/",
                "http://h\r\nx: y/"
            })
    void refusesInvalidUrls(String url) {
        assertThatThrownBy(() -> TargetUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsHostsWithAnUnderscore() {
        assertThat(TargetUrl.parse("http://pay_service:8080/charge"))
                .isEqualTo(new TargetUrl("http", null, "pay_service", 8080, "/charge", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/", "file:///etc/passwd", "jar:http://host/", "ws://host/"})
    void refusesOtherSchemes(String url) {
        assertThatThrownBy(() -> TargetUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void urlIsParsed() {
        TargetUrl target = TargetUrl.parse(" https://me:pw@My_Service:8443/a b/é?x=1&y=2#z ");
        assertThat(target).isEqualTo(new TargetUrl("https", "me:pw", "my_service", 8443, "/a%20b/%C3%A9", "x=1&y=2"));
        assertThat(target).hasToString("https://my_service:8443/a%20b/%C3%A9");
        assertThat(TargetUrl.parse("http://h")).isEqualTo(new TargetUrl("http", null, "h", 80, "/", null));
    }

    @Test
    void oneForbiddenAddressOfAHostForbidsIt() throws UnknownHostException {
        InetSocketAddress good = new InetSocketAddress(InetAddress.getByName("8.8.8.8"), 80);
        InetSocketAddress bad = new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 80);
        assertThat(resolved(List.of(good))).containsExactly(List.of(good));
        assertThat(resolved(List.of(good, bad)))
                .singleElement()
                .isInstanceOf(GuardedResolver.ForbiddenAddressException.class);
    }

    private static List<Object> resolved(List<InetSocketAddress> addresses) {
        List<Object> outcome = new ArrayList<>();
        new GuardedResolver((host, port, context, promise) -> promise.succeeded(addresses), PUBLIC_HTTP)
                .resolve("host", 80, Map.of(), new Promise<>() {
                    @Override
                    public void succeeded(List<InetSocketAddress> allowed) {
                        outcome.add(allowed);
                    }

                    @Override
                    public void failed(Throwable failure) {
                        outcome.add(failure);
                    }
                });
        return outcome;
    }

    private static void allows(UrlPolicy policy, String url) {
        assertThatCode(() -> policy.check(TargetUrl.parse(url))).doesNotThrowAnyException();
    }

    private static void refuses(UrlPolicy policy, String url, String because) {
        assertThatThrownBy(() -> policy.check(TargetUrl.parse(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }
}
