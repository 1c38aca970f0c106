"""The recorded requests.

A request is a list of parts: a string of bytes in Latin-1, [string, times], or
{"await": n}, which waits until the engine has sent n responses in total. It is
sent on a new connection, and the responses are read until the engine closes it.
"""

import json
import urllib.parse

PROBES = []
CLOSE = "Host: localhost\r\nConnection: close\r\n"


def add(name, *parts):
    """Add a request."""
    PROBES.append((name, list(parts)))


def get(target, headers="", method="GET"):
    return "%s %s HTTP/1.1\r\n%s%s\r\n" % (method, target, CLOSE, headers)


def post(headers, body="", target="/a", method="POST", version="1.1", common=CLOSE):
    return "%s %s HTTP/%s\r\n%s%s\r\n%s" % (method, target, version, common, headers, body)


def sized(body, content_type="application/json", headers="", method="POST", target="/a"):
    kind = "Content-Type: %s\r\n" % content_type if content_type is not None else ""
    return post(kind + headers + "Content-Length: %d\r\n" % len(body), body, target, method)


JSON = "Content-Type: application/json\r\n"
CHUNKED = JSON + "Transfer-Encoding: chunked\r\n"
ENDED = "7\r\n{\"a\":1}\r\n0\r\n\r\n"


def utf8(text):
    return text.encode().decode("latin-1")


def paths():
    targets = """/a /a/ //a /A /%61 /a%2f /u/1 /u/a%2Fb /u/a%20b /u/a+b /u/%zz /u/%ff /u/% /u/%4 /u/%00 /u/ /u/.. /u/. /u/./x
        /u/1/../2 /u/%2e%2e /u/1/x /u//x /u/1/y /u/a;b=c /u/a,b /u/a:b /u/a@b /u/a=b /u/a&b /u/a$b /u/a!b /u/a'b /u/(a) /u/a*b
        /u/~a /u/" /u/{a} /u/a|b /u/a^b /u/a`b /u/<a> /u/a\\b /u/[a] /u/#f /u/1#f /u/1#f?x=1 /u/:id /u/{id} /u/%C3%A4 /u/%c3%a4
        /u/%F0%9F%98%80 /two/1/2 /two//2 /two/1/ /two/1 /two/1/2/3 /two/%2F/%2f /sp%20ace /sp+ace /b /b/ /casesens /caseSens
        /CASESENS /static/fixed /static/other /static/Fixed /static/ /static /rest/a /rest/a/b/c /rest/ /rest /rest//a
        /brace/1 /brace/ /brace/1/2 /d.ot/~t /dXot/~t /d%2Eot/~t /d.ot/%7Et /lower / /. /.. /../a /./a /a/. /a/.. /a/b /nope
        /nope/a * ** a a/b ?x=1 #x http://x/a http://other/a?q=1 http://x http://x?q=1 HTTP://x/a https://x/a ftp://x/a
        http://u:p@x/a http://[::1]/a http://x//a http:///a http:/a http:// x:/a http://x:99/a http://x:/a http://x:999999/a
        localhost:80 mailto:a@b /a?x /a??x /%2Fa /a%00 /a%0d%0a /a; /a;x /a%3Fx=1 /%75/1 /u%2f1 /u/%25 /u/%2525 /u/a%20 /u/%20
        /u/a%09b /u/- /u/_ /u/. /u/... /u/.a /u/a. /u/%2E /u/%2e%2e/x /u/..%2f /head /del /put /pt /opt /many /missing
        """.split()
    for target in dict.fromkeys(targets):
        add("path " + target, get(target))
    for name, invalid in (("a byte that is not UTF-8", "\xff"), ("the beginning of a character", "\xc3"), ("half of a surrogate pair", "\xed\xa0\x80"),
                          ("an overlong character", "\xc0\x80"), ("a continuation byte", "\x80"), ("a character beyond Unicode", "\xf4\x90\x80\x80")):
        for target in ("/u/%s", "/u/%s/x", "/a?x=%s", "/a?%s=1", "/a#%s", "%s", "http://x/a?%s", "http://%s/a"):
            add("target with %s: %s" % (name, target), get(target % invalid))
    for character in ("\u00e4", "\u20ac", "\U0001f600", "\u0080"):
        for target in ("/u/%s", "/a?x=%s", "/a#%s", "http://x/u/%s", "http://%s/a", "%s"):
            add("target with %r: %s" % (character.encode(), target), get(target % utf8(character)))
    add("path with a control character", get("/u/\x01"))
    add("path with a delete character", get("/u/\x7f"))
    add("path with a tab", get("/u/a\tb"))
    add("path with a space", get("/u/a b"))
    add("path that is empty", get(""))
    for length in (1000, 8000, 65000, 65530, 65531, 65532):
        add("path of %d characters" % (length + 3), "GET /u/", ["y", length], " HTTP/1.1\r\n" + CLOSE + "\r\n")


def queries():
    queries = """a a= =b = & && a=1&a=2 a[]=1&a[]=2 a=+ a=%2B a=%zz a=% a=%4 a=%ff a=%C3%A4 a=1;b=2 a=" a={ a=} a=| a=^ a=` a=< a=>
        a=\\ a=[ a=] a=b=c &&a=1& a=1#frag ?a=1 a%20b=1 a=1&b=2&c=3 %00=1 a=%00 a=' a=%22 a=1%0d%0a a+b=c+d a=%20+%20 a==b ==
        a=%3D a=%26b%3D1 a=a%2Fb a=/ a=? a=@ a=: a=, a=! a=$ a=( a=) a=* a=~ A=1&a=2 a=1&A=2 a=&a=1 a=1&a a=null a=true a=1.10
        a=%e4 a=%E2%82%AC a=%f0%9f%98%80 a=%ed%a0%80 a=%c0%80 %C3%A4=1 %zz=1 a%=1 +=1 a=1&=2 a=1&&b=2 a=1&b a.b=1 a[b]=1 a[0]=1
        _=1 __proto__=1 constructor=1 a=%u00e4 a=1%26 a=%0A a=%09 a=\\u0041 x=%7B%22a%22%3A1%7D
        """.split()
    for query in dict.fromkeys([""] + queries):
        add("query " + query, get("/a?" + query))
    add("query with a delete character", get("/a?a=\x7f"))
    add("query of 20000 characters", "GET /a?x=", ["y", 20000], " HTTP/1.1\r\n" + CLOSE + "\r\n")
    add("query of 70000 characters", "GET /a?x=", ["y", 70000], " HTTP/1.1\r\n" + CLOSE + "\r\n")
    add("query with 2000 values", get("/a?" + "&".join("k=%d" % i for i in range(2000))))
    for length in (65528, 65529, 65530):
        add("target of %d characters" % (length + 5), "GET /a?x=", ["y", length], " HTTP/1.1\r\n" + CLOSE + "\r\n")


def methods():
    for method in "GET HEAD POST PUT DELETE PATCH OPTIONS TRACE CONNECT get Get FOO PROPFIND QUERY G GET- _GET G3T M-SEARCH".split():
        for target in ("/a", "/many", "/nope"):
            add("method %s %s" % (method, target), get(target, method=method))
    for method in "HEAD OPTIONS PUT DELETE".split():
        for target in ("/u/1", "/head", "/opt", "/some", "/del", "/lower", "/"):
            add("method %s %s" % (method, target), get(target, method=method))
    for method in ("G@T", "G T", "G\x01T", "", "GET:", "G(T", "GE\xe4", "G/T", "G\"T"):
        add("method %r" % method, get("/a", method=method))
    add("method of 5000 characters", ["G", 5000], " /a HTTP/1.1\r\n" + CLOSE + "\r\n")
    add("method OPTIONS *", get("*", method="OPTIONS"))
    add("preflight", get("/a", "Origin: http://localhost\r\nAccess-Control-Request-Method: POST\r\n", "OPTIONS"))
    add("preflight with headers", get("/a", "Origin: http://localhost\r\nAccess-Control-Request-Method: POST\r\n"
        "Access-Control-Request-Headers: x-a, content-type\r\n", "OPTIONS"))
    add("origin", get("/a", "Origin: http://localhost:5173\r\n"))
    add("origin of an unknown path", get("/nope", "Origin: http://localhost:5173\r\n"))
    add("GET with a body", sized('{"a":1}', method="GET"))
    add("DELETE with a body", sized('{"a":1}', method="DELETE", target="/del"))
    add("PUT with a body", sized('{"a":1}', method="PUT", target="/put"))
    add("PATCH with a body", sized('{"a":1}', method="PATCH", target="/pt"))
    add("HEAD with a body", sized('{"a":1}', method="HEAD", target="/head"))
    add("OPTIONS with a body", sized('{"a":1}', method="OPTIONS", target="/a"))
    add("POST to another method's path", sized('{"a":1}', target="/del"))
    add("POST to an unknown path", sized('{"a":1}', target="/nope"))
    add("POST without a length", post(JSON))


def request_lines():
    for name, line in (
        ("HTTP/1.2", "GET /a HTTP/1.2"), ("HTTP/2.0", "GET /a HTTP/2.0"), ("HTTP/0.9", "GET /a HTTP/0.9"), ("HTTP/1", "GET /a HTTP/1"),
        ("HTTP/1.10", "GET /a HTTP/1.10"), ("HTTP/01.1", "GET /a HTTP/01.1"), ("lower case", "GET /a http/1.1"),
        ("no version", "GET /a"), ("two spaces", "GET  /a HTTP/1.1"), ("two spaces before the version", "GET /a  HTTP/1.1"),
        ("tabs", "GET\t/a\tHTTP/1.1"), ("trailing space", "GET /a HTTP/1.1 "), ("leading space", " GET /a HTTP/1.1"),
        ("trailing tab", "GET /a HTTP/1.1\t"), ("other protocol", "GET /a FTP/1.1"), ("words", "hello"), ("RTSP", "OPTIONS /a RTSP/1.0"),
    ):
        add("request line: " + name, line + "\r\n" + CLOSE + "\r\n")
    add("request line after an empty line", "\r\n" + get("/a"))
    add("request line after three empty lines", "\r\n\r\n\r\n" + get("/a"))
    add("request line after a line feed", "\n" + get("/a"))
    add("lines that end with a line feed only", get("/a").replace("\r\n", "\n"))
    add("head that ends with a line feed only", "GET /a HTTP/1.1\r\n" + CLOSE + "\n")
    add("line that ends with a carriage return only", "GET /a HTTP/1.1\rHost: localhost\r\n\r\n")
    add("TLS", "\x16\x03\x01\x00\x00\r\n\r\n")
    add("zero bytes", "\0\0\0\0\r\n\r\n")
    add("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    for connection in (None, "close", "keep-alive", "Keep-Alive, x"):
        for host in ("", "Host: localhost\r\n"):
            if connection not in ("keep-alive", "Keep-Alive, x"):
                line = "Connection: %s\r\n" % connection if connection else ""
                add("HTTP/1.0 connection %s %s" % (connection, host.strip()), "GET /a HTTP/1.0\r\n" + host + line + "\r\n")
    kept = "GET /a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    add("HTTP/1.0 keep-alive, then close", kept, {"await": 1}, "GET /u/2 HTTP/1.0\r\nHost: localhost\r\n\r\n")
    add("HTTP/1.0 POST", post(JSON + "Content-Length: 7\r\n", '{"a":1}', version="1.0", common="Host: localhost\r\n"))
    add("HTTP/1.0 chunked", post(CHUNKED, ENDED, version="1.0", common="Host: localhost\r\n"))
    add("HTTP/1.0 unknown path", "GET /nope HTTP/1.0\r\n\r\n")
    add("HTTP/1.0 HEAD", "HEAD /head HTTP/1.0\r\n\r\n")
    add("HTTP/1.0 Expect", post(JSON + "Expect: 100-continue\r\nContent-Length: 7\r\n", '{"a":1}', version="1.0", common=""))
    add("HTTP/1.0 malformed", "GET /< HTTP/1.0\r\n\r\n")


def connections():
    kept = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"
    add("pipelined", kept + get("/u/2"))
    add("pipelined, three", kept + kept + get("/u/2"))
    add("pipelined after an error status", "GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/u/2"))
    add("pipelined after a wrong method", "PUT /a HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/u/2"))
    add("pipelined after a malformed request", "GET /< HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/u/2"))
    add("pipelined after a body", post(JSON + "Content-Length: 7\r\n", '{"a":1}', common="Host: localhost\r\n") + get("/u/2"))
    add("pipelined after a text body", post("Content-Type: text/plain\r\nContent-Length: 7\r\n", "x" * 7, common="Host: localhost\r\n") + get("/u/2"))
    add("pipelined after chunks", post(CHUNKED, ENDED, common="Host: localhost\r\n") + get("/u/2"))
    add("pipelined after the body of a GET", post(JSON + "Content-Length: 7\r\n", '{"a":1}', method="GET", common="Host: localhost\r\n") + get("/u/2"))
    add("pipelined after the body of an unknown path", post(JSON + "Content-Length: 7\r\n", '{"a":1}', target="/nope", common="Host: localhost\r\n") + get("/u/2"))
    add("pipelined after empty lines", kept + "\r\n\r\n" + get("/u/2"))
    add("kept alive", kept, {"await": 1}, kept, {"await": 2}, get("/u/2"))
    add("kept alive after an error status", "GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n", {"await": 1}, get("/u/2"))
    add("kept alive after a failure", "GET /error?e=%7B%22code%22:%22x%22,%22message%22:%22m%22%7D HTTP/1.1\r\nHost: localhost\r\n\r\n", {"await": 1}, get("/u/2"))
    for value in ("close", "CLOSE", "Close", "close, x", "x, close"):
        add("Connection: " + value, "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\n\r\n" % value)
    add("Connection twice", "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n")
    add("bytes after a closing request", get("/a") + "GARBAGE")
    wait = JSON + "Expect: 100-continue\r\nContent-Length: 7\r\n"
    add("Expect: 100-continue, waiting", post(wait), {"await": 1}, '{"a":1}')
    add("Expect: 100-continue, waiting, text", post(wait.replace("application/json", "text/plain")), {"await": 1}, '{"a":1}')
    add("Expect: 100-continue, not waiting", post(wait, '{"a":1}'))
    add("Expect: 100-continue in upper case", post(wait.replace("100-continue", "100-CONTINUE")), {"await": 1}, '{"a":1}')
    add("Expect: 100-continue without a body", get("/a", "Expect: 100-continue\r\n"))
    add("Expect: 100-continue on an unknown path", post(wait, target="/nope"))
    for value in ("200-ok", "x", "", "100-continue, x", "100-continue=1"):
        add("Expect: " + value, post(JSON + "Expect: %s\r\nContent-Length: 7\r\n" % value, '{"a":1}'))
    add("Upgrade without Connection", get("/a", "Upgrade: websocket\r\n"))
    add("Upgrade: h2c without Connection", get("/a", "Upgrade: h2c\r\n"))
    key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    add("Upgrade-Insecure-Requests", get("/a", "Upgrade-Insecure-Requests: 1\r\n"))
    for connection in ("upgrade", "close, upgrade", "Upgrade, HTTP2-Settings"):
        head = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\nUpgrade: %s\r\n%s\r\n"
        add("WebSocket upgrade, connection " + connection, head % ("/a", "websocket", key), {"await": 1}, get("/u/2"))
        add("h2c upgrade, connection " + connection, head % ("/a", "h2c", "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"), {"await": 1}, get("/u/2"))


def headers():
    for name, lines in (
        ("twice", "X-A: 1\r\nX-A: 2\r\n"), ("twice in other case", "X-A: 1\r\nx-a: 2\r\n"), ("cookie twice", "Cookie: a=1\r\nCookie: b=2\r\n"),
        ("mixed case", "X-MiXed: V\r\n"), ("empty", "X-E:\r\n"), ("blank", "X-E:   \r\n"), ("Latin-1", "X-L: \xe9\r\n"), ("UTF-8", "X-L: \xc3\xa9\r\n"),
        ("white space", "X-W:   a b  \r\n"), ("tabs", "X-W:\ta\tb\t\r\n"), ("folded", "X-F: a\r\n b\r\n"), ("folded with a tab", "X-F: a\r\n\tb\r\n"),
        ("without a name", ": a\r\n"), ("space in the name", "X A: 1\r\n"), ("space before the colon", "X-A : 1\r\n"), ("without a colon", "X-A\r\n"),
        ("colon in the value", "X-A: a:b\r\n"), ("name with _", "X_A: 1\r\n"), ("name with .", "X.A: 1\r\n"), ("name with !", "X!A: 1\r\n"),
        ("name with (", "X(A: 1\r\n"), ("name with @", "X@A: 1\r\n"), ("name with /", "X/A: 1\r\n"), ("name with a quote", "X\"A: 1\r\n"),
        ("name that is not ASCII", "X\xe9: 1\r\n"), ("name of digits", "123: 1\r\n"), ("name with a control character", "X\x01: 1\r\n"),
        ("value with NUL", "X-A: a\0b\r\n"), ("value with a control character", "X-A: a\x01b\r\n"), ("value with a delete character", "X-A: a\x7fb\r\n"),
        ("value with a carriage return", "X-A: a\rb\r\n"), ("value that ends with two carriage returns", "X-A: a\r\r\n"),
        ("value with a line feed", "X-A: a\nX-B: b\r\n"), ("first line begins with a space", " X-A: 1\r\n"),
        ("trace context", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nbaggage: a=1\r\n"),
        ("TE", "TE: trailers\r\n"), ("Range", "Range: bytes=0-1\r\n"), ("Accept-Encoding", "Accept-Encoding: gzip\r\n"),
        ("If-None-Match", "If-None-Match: *\r\n"), ("If-Modified-Since", "If-Modified-Since: Mon, 30 Nov 2026 10:00:00 GMT\r\n"),
        ("Authorization", "Authorization: Basic abc\r\n"), ("X-Forwarded-For", "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\n"),
        ("Accept", "Accept: text/html\r\nAccept: */*\r\n"), ("Cache-Control", "Cache-Control: no-cache\r\nPragma: no-cache\r\n"),
        ("User-Agent", "User-Agent: x/1.0 (y)\r\n"), ("Via", "Via: 1.1 x\r\n"), ("Trailer", "Trailer: X-T\r\n"), ("Date", "Date: x\r\n"),
        ("X-HTTP-Method-Override", "X-HTTP-Method-Override: DELETE\r\n"), ("HTTP2-Settings", "HTTP2-Settings: x\r\n"), ("Keep-Alive", "Keep-Alive: timeout=5\r\n"),
        ("Proxy-Connection", "Proxy-Connection: keep-alive\r\n"), ("Content-Encoding", "Content-Encoding: gzip\r\n"),
    ):
        add("header " + name, get("/a", lines))
    for count in (95, 97, 98, 99, 150):
        add("%d header fields" % (count + 2), get("/a", "".join("X-%d: 1\r\n" % i for i in range(count))))
    for size in (4096, 20000, 60000, 400000):
        add("header of %d characters" % size, "GET /a HTTP/1.1\r\n" + CLOSE + "X-B: ", ["z", size], "\r\n\r\n")
    add("header name of 1000 characters", "GET /a HTTP/1.1\r\n" + CLOSE, ["n", 1000], ": 1\r\n\r\n")
    add("header name of 65535 characters", "GET /a HTTP/1.1\r\n" + CLOSE, ["n", 65535], ": 1\r\n\r\n")
    add("header name of 65536 characters", "GET /a HTTP/1.1\r\n" + CLOSE, ["n", 65536], ": 1\r\n\r\n")
    add("header name of 66000 characters", "GET /a HTTP/1.1\r\n" + CLOSE, ["n", 66000], ": 1\r\n\r\n")
    add("40 header fields of 8000 characters", "GET /a HTTP/1.1\r\n" + CLOSE, *[p for i in range(40) for p in ("X-%d: " % i, ["z", 8000], "\r\n")], "\r\n")


def hosts():
    close = "Connection: close\r\n"
    for host in ("localhost", "LOCALHOST", "localhost:3111", "localhost:", "localhost.", "localhost.:3111", "a.localhost", "a.localhost.", "127.0.0.1",
                 "127.0.0.1:80", "127.1.2.3", "127.0.0.1.", "[::1]", "[::1]:80", "[::1]:", "10.1.2.3", "192.168.0.1:99", "[fe80::1]", "[fe80::1%25eth0]",
                 "example.com", "host.docker.internal", "localhost.example.com", "localhost@example.com", "localhost:x", "localhost:-1",
                 "localhost:99999", "localhost:0", "localhost:65536", "localhost/a", "localhost?x", "localhost#x", "local host", "http://localhost", "::1", "",
                 " ", "\t", ":80", "a_b", "a..b", "-a", "%6cocalhost", "localhost:80:80", "localhost,localhost", "\xe4", "[::1", "::1]", "[localhost]",
                 "127.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "256.0.0.1", "[::ffff:127.0.0.1]", "*", "localhost\\", "null"):
        add("host %r" % host, "GET /a HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (host, close))
    add("host missing", "GET /a HTTP/1.1\r\n" + close + "\r\n")
    add("host twice, equal", "GET /a HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n" + close + "\r\n")
    add("host twice, different", "GET /a HTTP/1.1\r\nHost: localhost\r\nHost: example.com\r\n" + close + "\r\n")
    add("host missing, absolute target", "GET http://localhost/a HTTP/1.1\r\n" + close + "\r\n")
    add("host missing in HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n")
    add("host without white space", "GET /a HTTP/1.1\r\nHost:localhost\r\n" + close + "\r\n")
    add("host with a space before the colon", "GET /a HTTP/1.1\r\nHost : localhost\r\n" + close + "\r\n")


def content_types():
    for kind in ("application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "Application/Json", "application/vnd.api+json", "text/json",
                 "application/json;", " application/json", "application/jsonx", "application/json+x", "xapplication/json", "application/x-www-form-urlencoded",
                 "text/plain", "text/plain; application/json", "multipart/form-data; boundary=x", None, "", "application/json, text/plain",
                 "text/plain, application/json", "application/problem+json", "application/json;charset=latin1", "application/json; charset=\"utf-8\"",
                 "application/json;CHARSET=UTF-16", "application / json", "application/ld+json", "application/json ; q=1", "application/\xe4json",
                 "application/json \xe4", "json", "application/octet-stream", "\"application/json\"", "application/json\t"):
        add("content type %r" % kind, sized('{"y":"q","z":1.0}', kind))
    add("content type twice, JSON last", post("Content-Type: text/plain\r\nContent-Type: application/json\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content type twice, JSON first", post("Content-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content type twice, first empty", post("Content-Type:\r\nContent-Type: application/json\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content type twice, first not ASCII", post("Content-Type: application/json\xe4\r\nContent-Type: application/json\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content type twice, last not ASCII", post("Content-Type: application/json\r\nContent-Type: application/json\xe4\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content type of a GET without a body", get("/a", JSON))


def bodies():
    for body in ("", " ", "null", "1", '"x"', "[1]", "{}", "[]", '{"a":1,"a":2}', "{bad", "\xef\xbb\xbf{\"a\":1}", '{"a":"\xff"}', ' {"a":1} ', '\n{\n"a":1\n}\n',
                 '{"a":1}{"b":2}', '{"a":1} x', '{"a":1e400}', '{"a":1.10}', '{"a":-0}', '{"a":1E5}', '{"a":01}', '{"a":+1}', '{"a":.5}', '{"a":1.}', '{"a":NaN}',
                 '{"a":Infinity}', '"\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', '"a\tb"', '"\\x"', '"\\/"', "nul", "true", "truex", "'a'", "[1,]", '{"a":1,}', '{a:1}',
                 '{"a":12345678901234567890123}', '{"a":9007199254740993}', '{"a":18446744073709551615}', '{"a":18446744073709551616}', '{"a":-9223372036854775808}',
                 '{"a":-9223372036854775809}', '{"a":0.1}', '{"a":1e-400}', '{"a":123456789.123456789}', "//x\n1", "/*x*/1", '"\x7f"', "\0", '{"":1}', utf8('"\u00e9"'),
                 "{\"a\":\"\xc0\x80\"}", "[" * 126 + "]" * 126, "[" * 127 + "]" * 127, "[" * 128 + "]" * 128, "[" * 600 + "]" * 600, '{"a":' * 126 + "1" + "}" * 126):
        add("body %s" % (body if len(body) < 40 else body[:8] + " times " + str(len(body) // 2)), sized(body))
    for size in (100000, 3000000):
        add("body of %d characters" % size, post(JSON + "Content-Length: %d\r\n" % (size + 2), '"'), ["x", size], '"')
    add("text body", sized("hello", "text/plain"))
    add("text body of 1000000 characters", post("Content-Type: text/plain\r\nContent-Length: 1000000\r\n"), ["x", 1000000])
    add("body that is said to be gzip", sized('{"a":1}', headers="Content-Encoding: gzip\r\n"))
    add("form", sized("a=1&b=2", "application/x-www-form-urlencoded"))


def framing():
    length = lambda *values: post(JSON + "".join("Content-Length: %s\r\n" % v for v in values), '{"a":1}')
    for values in (("7", "7"), ("7", "8"), ("8", "7"), ("7", "007"), ("7, 7",), ("7,8",), ("+7",), ("-1",), ("x",), ("7x",), ("7 ",), ("07",), ("0x7",), ("7.0",), ("",), (" 7",),
                   ("99999999999999999999",), ("9223372036854775807x",), ("18446744073709551616",)):
        add("content length %s" % " and ".join(values), length(*values))
    add("content length 0 with a body", post(JSON + "Content-Length: 0\r\n", '{"a":1}'))
    for name, chunks in (
        ("one", ENDED), ("two", "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"), ("upper case hex", "00A\r\n{\"a\":\"xx\"}\r\n0\r\n\r\n"), ("lower case hex", "a\r\n{\"a\":\"xx\"}\r\n0\r\n\r\n"),
        ("empty", "0\r\n\r\n"), ("extension", "7;x=y\r\n{\"a\":1}\r\n0\r\n\r\n"), ("quoted extension", "7;x=\"y;z\"\r\n{\"a\":1}\r\n0\r\n\r\n"),
        ("space before the extension", "7 ;x\r\n{\"a\":1}\r\n0\r\n\r\n"), ("trailing space", "7 \r\n{\"a\":1}\r\n0\r\n\r\n"), ("leading space", " 7\r\n{\"a\":1}\r\n0\r\n\r\n"),
        ("leading zeros", "0000000000000007\r\n{\"a\":1}\r\n000\r\n\r\n"), ("trailer", "7\r\n{\"a\":1}\r\n0\r\nX-T: 1\r\n\r\n"), ("bad trailer", "7\r\n{\"a\":1}\r\n0\r\nX T\r\n\r\n"),
        ("bad size", "zz\r\n{\"a\":1}\r\n0\r\n\r\n"), ("negative size", "-7\r\n{\"a\":1}\r\n0\r\n\r\n"), ("huge size", "FFFFFFFFFFFFFFFFF\r\n{\"a\":1}\r\n0\r\n\r\n"),
        ("size with 0x", "0x7\r\n{\"a\":1}\r\n0\r\n\r\n"), ("no size", "\r\n{\"a\":1}\r\n0\r\n\r\n"), ("line feeds only", "7\n{\"a\":1}\n0\n\n"),
        ("too long", "7\r\n{\"a\":1}x\r\n0\r\n\r\n"), ("bare line feed after the data", "7\r\n{\"a\":1}\n0\r\n\r\n"), ("line feed in an extension", "7;x\n{\"a\":1}\r\n0\r\n\r\n"),
    ):
        add("chunks: " + name, post(CHUNKED, chunks))
        add("chunks of text: " + name, post(CHUNKED.replace("application/json", "text/plain"), chunks))
    for value in ("CHUNKED", "Chunked", " chunked ", "gzip, chunked", "chunked, gzip", "identity", "gzip", "chunked, chunked", "chunked;x=y", "xchunked", "", ", chunked", "\"chunked\""):
        add("transfer encoding " + value, post(JSON + "Transfer-Encoding: %s\r\n" % value, ENDED))
    add("transfer encoding chunked twice", post(CHUNKED + "Transfer-Encoding: chunked\r\n", ENDED))
    add("transfer encoding gzip, then chunked", post(JSON + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", ENDED))
    add("transfer encoding chunked, then gzip", post(CHUNKED + "Transfer-Encoding: gzip\r\n", ENDED))
    add("transfer encoding identity with a length", post(JSON + "Transfer-Encoding: identity\r\nContent-Length: 7\r\n", '{"a":1}'))
    add("content length, then chunked", post(JSON + "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n", ENDED))
    add("chunked, then content length", post(CHUNKED + "Content-Length: 7\r\n", ENDED))
    add("content length 0, then chunked", post(JSON + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", ENDED))
    add("content length and chunked, pipelined", post(JSON + "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n", ENDED, common="Host: localhost\r\n") + get("/u/2"))
    add("content length twice, pipelined", post(JSON + "Content-Length: 7\r\nContent-Length: 7\r\n", '{"a":1}', common="Host: localhost\r\n") + get("/u/2"))
    add("chunked GET", post(CHUNKED, ENDED, method="GET"))
    add("chunked to an unknown path", post(CHUNKED, ENDED, target="/nope"))


def results():
    for result in (
        '{"status_code":204,"body":"x"}', '{"status_code":304,"body":"x"}', '{"status_code":205,"body":"x"}', '{"status_code":99,"body":"x"}', '{"status_code":100}',
        '{"status_code":101}', '{"status_code":103}', '{"status_code":199}', '{"status_code":1000,"body":"x"}', '{"status_code":999,"body":"x"}', '{"status_code":600,"body":"x"}', '{"status_code":"200","body":"x"}',
        '{"status_code":200.0,"body":"x"}', '{"status_code":201.5,"body":"x"}', '{"status_code":true,"body":"x"}', '{"body":"x"}', '{"status_code":200}', '{"status_code":200,"body":null}',
        '{"status_code":200,"body":{"a":1.10}}', '{"status_code":200,"body":[1]}', '{"status_code":200,"body":5}', '{"status_code":200,"body":true}', '{"status_code":200,"body":1e40}',
        '{"status_code":200,"headers":["X-A: 1","X-B:2"],"body":"x"}', '{"status_code":200,"headers":{"X-B":2,"x-a":"1"},"body":"x"}',
        '{"status_code":200,"headers":{"content-type":"text/html"},"body":"<p>"}', '{"status_code":200,"headers":{"content-type":"text/html"},"body":{"a":1}}',
        '{"status_code":200,"headers":{"Content-Type":"text/html"},"body":"<p>"}', '{"status_code":200,"headers":{"CONTENT-TYPE":"text/html"},"body":"<p>"}',
        '{"status_code":200,"headers":{"content-type":"application/json"},"body":"{}"}', '{"status_code":200,"headers":{"content-type":"application/json; charset=utf-8"},"body":"{}"}',
        '{"status_code":200,"headers":{"content-type":"application/problem+json"},"body":{"a":1}}', '{"status_code":200,"headers":{"content-type":"text/plain"},"body":null}',
        '{"status_code":200,"headers":{"content-type":"text/plain"}}', '{"status_code":200,"headers":{"content-type":"text/plain"},"body":5}', '{"status_code":200,"headers":{"content-type":""},"body":"x"}',
        '{"status_code":200,"headers":{"content-type":5},"body":"x"}', '{"status_code":200,"headers":["bad"],"body":"x"}', '{"status_code":200,"headers":[5],"body":"x"}', '{"status_code":200,"headers":[":x"],"body":"x"}',
        '{"status_code":200,"headers":["A:"],"body":"x"}', '{"status_code":200,"headers":["A: b: c"],"body":"x"}', '{"status_code":200,"headers":["  A  :  b  "],"body":"x"}',
        '{"status_code":200,"headers":["content-type: text/html"],"body":"<p>"}', '{"status_code":200,"headers":["X: 1","x: 2"],"body":"x"}', '{"status_code":200,"headers":["X: 1","X: 1"],"body":"x"}',
        '{"status_code":200,"headers":{"x y":"1"},"body":"x"}', '{"status_code":200,"headers":{"":"1"},"body":"x"}', '{"status_code":200,"headers":{"x":"a\\r\\nb: c"},"body":"x"}',
        '{"status_code":200,"headers":{"x":"a\\nb"},"body":"x"}', '{"status_code":200,"headers":{"x":"a\\u0000b"},"body":"x"}', '{"status_code":200,"headers":{"x":"\\u00e9"},"body":"x"}',
        '{"status_code":200,"headers":{"x":"\\u20ac"},"body":"x"}', '{"status_code":200,"headers":{"x":" a "},"body":"x"}', '{"status_code":200,"headers":{"x":"a\\tb"},"body":"x"}', '{"status_code":200,"headers":{"x":""},"body":"x"}',
        '{"status_code":200,"headers":{"content-length":"3"},"body":"abcdef"}', '{"status_code":200,"headers":{"transfer-encoding":"chunked"},"body":"abcdef"}',
        '{"status_code":200,"headers":{"connection":"x"},"body":"x"}', '{"status_code":200,"headers":{"connection":"close"},"body":"x"}', '{"status_code":200,"headers":{"connection":"keep-alive"},"body":"x"}', '{"status_code":200,"headers":{"date":"x"},"body":"x"}', '{"status_code":200,"headers":{"server":"x"},"body":"x"}',
        '{"status_code":200,"headers":{"vary":"x"},"body":"x"}', '{"status_code":200,"headers":{"access-control-allow-origin":"http://a"},"body":"x"}', '{"status_code":200,"headers":{"Access-Control-Expose-Headers":"x"},"body":"x"}', '{"status_code":200,"headers":{"allow":"GET"},"body":"x"}',
        '{"status_code":200,"headers":null,"body":"x"}', '{"status_code":200,"headers":"x","body":"x"}', '{"status_code":200,"headers":{"set-cookie":["a","b"]},"body":"x"}',
        '{"status_code":200,"headers":["Set-Cookie: a","Set-Cookie: b"],"body":"x"}', '{"status_code":200,"headers":["set-cookie: a","Set-Cookie: b"],"body":"x"}', '{"status_code":200,"headers":{"x-a":null,"x-b":true,"x-c":{},"x-d":[]},"body":"x"}',
        '"plain"', "5", "[1,2]", "true", "false", '""', "{}", '{"a":1}', '{"status_code":404,"body":""}', '{"status_code":404}', '{"status_code":500,"body":{"error":"x"}}', '{"status_code":200,"body":""}',
        '{"statusCode":201,"body":"x"}', '{"status":201,"body":"x"}', '{"body":"x","headers":{"x":"1"}}', '{"headers":{"x":"1"}}', '{"status_code":302,"headers":{"location":"/x"}}', '{"status_code":-1,"body":1}', '{"status_code":0,"body":1}', '{"status_code":null,"body":1}', '{"status_code":65736,"body":1}', '{"status_code":4294967496,"body":1}',
        '{"status_code":200,"body":"a\\u0000b"}', '{"status_code":200,"body":"\\u20ac"}', '{"status_code":200,"headers":{"content-type":"text/plain"},"body":"\\u20ac"}', '{"status_code":200,"headers":{"content-type":"application/octet-stream"},"body":"AAE="}', '{"status_code":200,"body":"x","status_code":201}', '{"status_code":200,"body":{"b":1,"a":2}}',
        '{"status_code":401,"headers":{"www-authenticate":"Basic"},"body":{}}', '{"status_code":200,"is_base64_encoded":true,"body":"AAE="}', '{"action":"respond","response":{"status_code":418}}', '{"type":"x"}', '{"error":{"code":"x","message":"m"}}',
    ):
        add("result " + result, get("/result?r=" + urllib.parse.quote(result, safe="")))
    for result in ('{"status_code":200,"body":{"a":1}}', '{"status_code":204}', '{"status_code":404,"body":"x"}', '{"body":"x","headers":{"connection":"close"}}'):
        kept = "GET /result?r=%s HTTP/1.1\r\nHost: localhost\r\n\r\n" % urllib.parse.quote(result, safe="")
        add("kept alive after the result " + result, kept, {"await": 1}, get("/u/2"))
        add("in HTTP/1.0, result " + result, kept.replace("HTTP/1.1", "HTTP/1.0"))
    for error in ('{"code":"x","message":"m"}', '{"code":"not_found","message":"m"}', '{"code":"function_not_found","message":"m"}', '{"code":"overloaded","message":"m"}', '{"code":"TIMEOUT","message":"m"}',
                  '{"code":"invocation_failed","message":"m"}', '{"code":"forbidden","message":"m"}', '{"code":"","message":""}', '{"code":"x","message":"m","stacktrace":"s"}', '{"code":"x","message":"m","data":{"status":409}}', '{"code":"x","message":"\\u20ac \\"q\\""}'):
        add("error " + error, get("/error?e=" + urllib.parse.quote(error, safe="")))


for group in (paths, queries, methods, request_lines, connections, headers, hosts, content_types, bodies, framing, results):
    group()
NAMES = [name for name, _ in PROBES]
assert len(NAMES) == len(set(NAMES)), [name for name in NAMES if NAMES.count(name) > 1]
json.dumps(PROBES)
