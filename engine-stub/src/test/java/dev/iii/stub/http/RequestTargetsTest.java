package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Tests unusual request lines. The expected responses were recorded on the real engine 0.23, with the routes {@code /}, {@code
 * /a}, {@code /a/b}, {@code /t/} and {@code /p/:id}.
 */
class RequestTargetsTest extends HttpPortScene {

    private static final String NOT_FOUND = "404 {\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Not Found\"}}";
    private static final String BAD = "400 ";

    private void routes() {
        String[][] routes = {{"root", "/"}, {"a", "/a"}, {"ab", "/a/b"}, {"trail", "/t/"}, {"param", "/p/:id"}};
        for (String[] route : routes) {
            worker.function(
                            "shop::" + route[0],
                            call -> "{\"status_code\":200,\"body\":{\"route\":\"" + route[0]
                                    + "\",\"id\":"
                                    + call.at("/path_params/id").toString().replaceAll("^$", "null") + ",\"x\":"
                                    + call.at("/query_params/x").toString().replaceAll("^$", "null") + "}}")
                    .route(route[0], "shop::" + route[0], "{\"api_path\":\"" + route[1] + "\"}");
        }
    }

    private static String served(String route) {
        return "200 {\"route\":\"" + route + "\",\"id\":null,\"x\":null}";
    }

    private static String param(String id) {
        return "200 {\"route\":\"param\",\"id\":\"" + id + "\",\"x\":null}";
    }

    private String answer(String requestLine) throws IOException {
        try (RawHttp socket = raw()) {
            socket.send((requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String all = socket.readAll();
            int head = all.indexOf("\r\n\r\n");
            if (all.startsWith("HTTP/1.1 400")) {
                assertThat(all.substring(0, head).toLowerCase(Locale.ROOT))
                        .as(requestLine)
                        .contains("\r\nconnection: close")
                        .contains("\r\ncontent-length: 0");
            }
            return all.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 4) + all.substring(head + 4);
        }
    }

    private void check(String[][] recorded) throws IOException {
        routes();
        List<String> actual = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String[] one : recorded) {
            actual.add(one[0] + " -> " + answer(one[0]));
            expected.add(one[0] + " -> " + one[1]);
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void pathsAreComparedAsTheyAreSent() throws IOException {
        check(new String[][] {
            {"GET / HTTP/1.1", served("root")},
            {"GET /a HTTP/1.1", served("a")},
            {"GET /a/ HTTP/1.1", NOT_FOUND},
            {"GET //a HTTP/1.1", NOT_FOUND},
            {"GET /a//b HTTP/1.1", NOT_FOUND},
            {"GET // HTTP/1.1", NOT_FOUND},
            {"GET /./a HTTP/1.1", NOT_FOUND},
            {"GET /a/./b HTTP/1.1", NOT_FOUND},
            {"GET /a/../a HTTP/1.1", NOT_FOUND},
            {"GET /../a HTTP/1.1", NOT_FOUND},
            {"GET /.. HTTP/1.1", NOT_FOUND},
            {"GET /. HTTP/1.1", NOT_FOUND},
            {"GET /%2e%2e/a HTTP/1.1", NOT_FOUND},
            {"GET /%2E./a HTTP/1.1", NOT_FOUND},
            {"GET /a/%2e/b HTTP/1.1", NOT_FOUND},
            {"GET /%61 HTTP/1.1", NOT_FOUND},
            {"GET /a%2Fb HTTP/1.1", NOT_FOUND},
            {"GET /t HTTP/1.1", NOT_FOUND},
            {"GET /t/ HTTP/1.1", served("trail")},
            {"GET /t// HTTP/1.1", NOT_FOUND},
            {"GET /A HTTP/1.1", NOT_FOUND},
            {"GET /p/ HTTP/1.1", NOT_FOUND},
            {"GET /p/x/ HTTP/1.1", NOT_FOUND},
            {"GET /p/.. HTTP/1.1", param("..")},
            {"GET /p/%2e%2e HTTP/1.1", param("%2e%2e")},
            {"GET /p/a%2Fb HTTP/1.1", param("a%2Fb")},
            {"GET /p/%ff HTTP/1.1", param("%ff")},
            {"GET /p/%zz HTTP/1.1", param("%zz")},
            {"GET /p/a;x=1 HTTP/1.1", param("a;x=1")},
            {"GET /p/x#f HTTP/1.1", param("x")},
            {"GET /a? HTTP/1.1", served("a")},
            {"GET /a?x=1&x=2 HTTP/1.1", "200 {\"route\":\"a\",\"id\":null,\"x\":\"2\"}"},
            {"GET /p/" + "y".repeat(8000) + " HTTP/1.1", param("y".repeat(8000))},
            {"GET /p/" + "y".repeat(66_000) + " HTTP/1.1", "414 "},
            {"GET /p/" + "y".repeat(200_000) + " HTTP/1.1", "414 "},
        });
    }

    @Test
    void theHostOfATargetIsIgnored() throws IOException {
        check(new String[][] {
            {"GET http://127.0.0.1/a HTTP/1.1", served("a")},
            {"GET http://other.example/a HTTP/1.1", served("a")},
            {"GET http://other.example:99/a?x=1 HTTP/1.1", "200 {\"route\":\"a\",\"id\":null,\"x\":\"1\"}"},
            {"GET http://other.example HTTP/1.1", served("root")},
            {"GET http://other.example?x=1 HTTP/1.1", "200 {\"route\":\"root\",\"id\":null,\"x\":\"1\"}"},
            {"GET HTTP://127.0.0.1/a HTTP/1.1", served("a")},
            {"GET https://127.0.0.1/a HTTP/1.1", served("a")},
            {"GET ftp://127.0.0.1/a HTTP/1.1", served("a")},
            {"GET http://u:p@127.0.0.1/a HTTP/1.1", served("a")},
            {"GET http://[::1]/a HTTP/1.1", served("a")},
            {"GET http://other.example//a HTTP/1.1", NOT_FOUND},
            {"GET http://other.example/a/../a HTTP/1.1", NOT_FOUND},
            {"GET http://other.example/p/%zz HTTP/1.1", param("%zz")},
            {"GET http:///a HTTP/1.1", BAD},
            {"GET http:/a HTTP/1.1", BAD},
            {"GET http:// HTTP/1.1", BAD},
            {"GET x:/a HTTP/1.1", BAD},
        });
    }

    @Test
    void targetsWithoutAPathHaveNoRoute() throws IOException {
        check(new String[][] {
            {"GET * HTTP/1.1", NOT_FOUND},
            {"POST * HTTP/1.1", NOT_FOUND},
            {"HEAD * HTTP/1.1", "404 "},
            {"OPTIONS * HTTP/1.1", "200 "},
            {"GET a HTTP/1.1", NOT_FOUND},
            {"GET http:a HTTP/1.1", NOT_FOUND},
            {"GET mailto:a@b HTTP/1.1", NOT_FOUND},
            {"GET 127.0.0.1:80 HTTP/1.1", NOT_FOUND},
            {"GET a/b HTTP/1.1", BAD},
            {"GET ?x=1 HTTP/1.1", BAD},
            {"GET #x HTTP/1.1", BAD},
        });
    }

    @Test
    void malformedRequestLinesAreRefused() throws IOException {
        check(new String[][] {
            {"GET  HTTP/1.1", BAD},
            {"POST  HTTP/1.1", BAD},
            {"GET  /a HTTP/1.1", BAD},
            {"GET /a", BAD},
            {"GET /a ", BAD},
            {"GET\t/a\tHTTP/1.1", BAD},
            {" /a HTTP/1.1", BAD},
            {"GET /a HTTP/1.2", BAD},
            {"GET /a HTTP/2.0", BAD},
            {"GET /a HTTP/3", BAD},
            {"GET /a http/1.1", BAD},
            {"GET /a HTTP/1.10", BAD},
            {"GET /p/a b HTTP/1.1", BAD},
            {"GET /p/\u0001 HTTP/1.1", BAD},
            {"GET http://bad host/a HTTP/1.1", BAD},
        });
    }

    @Test
    void requestLinesThatArriveInPiecesAreTheSame() throws IOException {
        routes();
        for (String[] one : new String[][] {
            {"GET http://other.example/a HTTP/1.1", "200"},
            {"GET /%2e%2e/a HTTP/1.1", "404"},
            {"GET /a HTTP/1.2", "400"}
        }) {
            try (RawHttp socket = raw()) {
                for (char c : (one[0] + "\r\nHost: localhost\r\nConnection: close\r\n").toCharArray()) {
                    socket.send(String.valueOf(c));
                }
                socket.send("\r\n");
                assertThat(socket.readAll()).as(one[0]).startsWith("HTTP/1.1 " + one[1]);
            } catch (SocketException e) {
                // The engine has responded and closed before it has read everything.
                assertThat(one[1]).isEqualTo("400");
            }
        }
    }

    @Test
    void requestsOfOneConnectionAreIndependent() throws IOException {
        routes();
        try (RawHttp socket = raw()) {
            for (String line : new String[] {"GET * HTTP/1.1", "GET /a HTTP/1.1", "GET http://o/a HTTP/1.1"}) {
                socket.send(line + "\r\nHost: localhost\r\n\r\n");
                assertThat(socket.readAnswer()).startsWith(line.contains("*") ? "HTTP/1.1 404" : "HTTP/1.1 200");
            }
        }
    }
}
