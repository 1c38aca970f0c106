package dev.iii.stub.http;

import dev.iii.stub.http.Answer.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the answer to one request. Not more than one answer; who calls sees to that. */
final class Responder {

    static final String ALLOW = "allow";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Cors cors;

    Responder(Request request, Response response, Callback callback, Cors cors) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.cors = cors;
    }

    /** An answer that scripts of other origins may be allowed to read. */
    void send(Answer answer) {
        head(answer.status(), answer.headers());
        finish(answer.body());
    }

    /** An answer without any headers of the engine's own, as the real engine gives for what it cuts short. */
    void sendBare(Answer answer) {
        response.setStatus(answer.status());
        finish(answer.body());
    }

    /** The answer to OPTIONS; with the methods of the path, if it has any. */
    void sendPreflight(@Nullable String allowed) {
        response.setStatus(Answer.OK);
        if (allowed != null) {
            response.getHeaders().add(ALLOW, allowed);
        }
        cors.preflight(origin(), response.getHeaders()::add);
        finish(new byte[0]);
    }

    /** Status and headers; {@link #write} follows. */
    void head(int status, Iterable<Header> headers) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        headers.forEach(header -> fields.add(header.name(), onTheWire(header.value())));
        cors.answer(origin(), (name, value) -> {
            if (name.equals("vary")) {
                fields.add(name, value);
            } else {
                fields.put(name, value);
            }
        });
    }

    private void finish(byte[] body) {
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** A part of the body; the callback says when the next one may come. */
    void write(byte[] part, Callback written) {
        response.write(false, ByteBuffer.wrap(part), written);
    }

    /** The body is complete. */
    void end() {
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** The answer cannot be completed: the connection ends, so that the client sees that something is missing. */
    void fail(Throwable cause) {
        callback.failed(cause);
    }

    private @Nullable String origin() {
        return request.getHeaders().get(HttpHeader.ORIGIN);
    }

    /** Header values go out byte by byte; those beyond ASCII as UTF-8. */
    private static String onTheWire(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
