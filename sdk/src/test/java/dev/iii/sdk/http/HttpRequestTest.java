package dev.iii.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpRequestTest {

    record Item(String sku, int quantity) {}

    private static HttpRequest json(String body) {
        return new HttpRequest("POST", "items", Map.of(), Map.of(), Map.of(), Json.parse(body));
    }

    private static HttpRequest of(String contentType, String body) {
        return new HttpRequest(
                "POST",
                "items",
                Map.of(),
                Map.of(),
                Map.of("content-type", contentType),
                Json.NULL,
                new BytesReader(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aJsonBodyIsReadAsAType() {
        assertThat(json("{\"sku\":\"A\",\"quantity\":2}").bodyAs(Item.class)).isEqualTo(new Item("A", 2));
        assertThat(json("[{\"sku\":\"A\",\"quantity\":2}]").bodyAs(new TypeRef<List<Item>>() {}))
                .containsExactly(new Item("A", 2));
    }

    @Test
    void aBodyThatDoesNotFitNamesItsField() {
        assertThatThrownBy(() -> json("{\"sku\":\"A\",\"quantity\":\"two\"}").bodyAs(Item.class))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.errors()).hasSize(1);
                    assertThat(e.errors().get(0).field()).isEqualTo("body.quantity");
                    assertThat(e.httpStatus()).isEqualTo(400);
                });
        assertThatThrownBy(() -> json("null").bodyAs(Item.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("body: missing; expected JSON with the content type application/json");
    }

    @Test
    void parametersAreReadAsTypesOrNamed() {
        HttpRequest request = new HttpRequest(
                "GET", "items/:id", Map.of("id", "7"), Map.of("limit", "many", "page", "3"), Map.of(), Json.NULL);
        assertThat(request.pathParam("id", Integer::parseInt)).contains(7);
        assertThat(request.queryParam("page", Integer::parseInt)).contains(3);
        assertThat(request.queryParam("sort", Integer::parseInt)).isEmpty();
        assertThat(request.queryParam("limit")).contains("many");
        assertThatThrownBy(() -> request.queryParam("limit", Integer::parseInt))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("limit: invalid value 'many'");
    }

    @Test
    void headersThatATestGivesAreFoundInAnyCaseToo() {
        HttpRequest given =
                new HttpRequest("GET", "/a", Map.of(), Map.of(), Map.of("Authorization", "Bearer x"), Json.NULL);
        assertThat(given.header("authorization")).contains("Bearer x");
        assertThat(given.header("AUTHORIZATION")).contains("Bearer x");
    }

    @Test
    void headersAreFoundInAnyCase() {
        HttpRequest request = of("Text/Plain; charset=\"ISO-8859-1\"", "");
        assertThat(request.header("CONTENT-Type")).contains("Text/Plain; charset=\"ISO-8859-1\"");
        assertThat(request.mediaType()).contains("text/plain");
    }

    @Test
    void aTextIsReadInItsCharset() throws IOException {
        assertThat(of("text/plain; charset=ISO-8859-1", "\u00fc").bodyText(10)).isEqualTo("\u00fc");
        assertThat(of("text/plain", "\u00c3\u00bc").bodyText(10)).isEqualTo("\u00fc");
        assertThatThrownBy(() -> of("text/plain; charset=nothing-known", "x").bodyText(10))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("content-type: unknown charset 'nothing-known'");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWith413() throws IOException {
        assertThat(of("text/plain", "12345").bodyBytes(5)).hasSize(5);
        assertThatThrownBy(() -> of("text/plain", "123456").bodyBytes(5))
                .isInstanceOfSatisfying(FunctionException.class, e -> {
                    assertThat(e.code()).isEqualTo("payload_too_large");
                    assertThat(e.httpStatus()).isEqualTo(413);
                });
    }

    @Test
    void formsAreDecoded() throws IOException {
        String type = "application/x-www-form-urlencoded";
        assertThat(of(type, "a=1&b=x+y%26&a=2&empty").form(100))
                .isEqualTo(Map.of("a", List.of("1", "2"), "b", List.of("x y&"), "empty", List.of("")));
        assertThatThrownBy(() -> of(type, "a=%zz").form(100)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> of("text/plain", "a=1").form(100))
                .hasMessage("content-type: expected application/x-www-form-urlencoded, was text/plain");
    }

    private static final String PARTS = String.join(
            "\r\n",
            "preamble",
            "--line",
            "Content-Disposition: form-data; name=\"title\"",
            "",
            "holiday",
            "--line",
            "Content-Disposition: form-data; name=\"file\";",
            " filename=\"../a.bin\"",
            "Content-Type: application/octet-stream",
            "",
            "\u0000\u0001--lin",
            "-",
            "--line--",
            "epilogue");

    private static int count(Multipart parts) throws IOException {
        int count = 0;
        while (parts.next().isPresent()) {
            count++;
        }
        return count;
    }

    @Test
    void partsComeOneAfterTheOther() throws IOException {
        try (Multipart parts = of("multipart/form-data; boundary=line", PARTS).multipart()) {
            MultipartPart title = parts.next().orElseThrow();
            assertThat(title.name()).isEqualTo("title");
            assertThat(title.fileName()).isEmpty();
            assertThat(title.text(100)).isEqualTo("holiday");
            MultipartPart file = parts.next().orElseThrow();
            assertThat(file.name()).isEqualTo("file");
            assertThat(file.fileName()).contains("../a.bin");
            assertThat(file.contentType()).contains("application/octet-stream");
            assertThat(file.bytes(100)).isEqualTo("\u0000\u0001--lin\r\n-".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(parts.next()).isEmpty();
            assertThat(parts.next()).isEmpty();
        }
    }

    @Test
    void apartThatIsNotReadIsSkipped() throws IOException {
        Multipart parts = of("multipart/form-data; boundary=line", PARTS).multipart();
        parts.next();
        assertThat(parts.next().map(MultipartPart::name)).contains("file");
    }

    @Test
    void aBodyThatEndsInTheMiddleOfAPartIsTheMistakeOfTheClient() throws IOException {
        String cut = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\nhalf of";
        MultipartPart part =
                of("multipart/form-data; boundary=b", cut).multipart().next().orElseThrow();
        assertThatThrownBy(() -> part.text(100))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("body: not a valid multipart body");
    }

    @Test
    void bodiesThatAreNotMultipartAreRefused() {
        assertThatThrownBy(() -> of("text/plain", "x").multipart())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("content-type: expected multipart with a boundary");
        assertThatThrownBy(() -> of("multipart/form-data", "x").multipart())
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> count(of("multipart/form-data; boundary=b", "--b\r\nhalf a header")
                        .multipart()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("body: not a valid multipart body");
        String large = "--b\r\nx: " + "y".repeat(Multipart.MAX_HEADER_BYTES) + "\r\n\r\n\r\n--b--\r\n";
        assertThatThrownBy(() ->
                        of("multipart/form-data; boundary=b", large).multipart().next())
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void tooManyPartsAreRefused() {
        String part = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n\r\n";
        assertThatThrownBy(() -> count(of("multipart/form-data; boundary=b", part.repeat(Multipart.MAX_PARTS + 1))
                        .multipart()))
                .hasMessage("body: more than 1000 parts");
    }

    @Test
    void withoutBytesThereIsNoStream() {
        assertThatThrownBy(() -> json("1").bodyStream())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("HttpRequest[POST items] has no body to read;"
                        + " conditions and middleware receive requests without a body");
        assertThat(Optional.of(json("1").toString())).contains("HttpRequest[POST items]");
    }
}
