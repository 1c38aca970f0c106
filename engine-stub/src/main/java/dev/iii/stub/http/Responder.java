package dev.iii.stub.http;

import dev.iii.stub.http.HttpResponse.Header;
import dev.iii.transport.HeldBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the response to one request. The caller must not send more than one response. */
final class Responder {

    static final String ALLOW = "allow";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Cors cors;
    private final HeldBytes waiting;

    Responder(Request request, Response response, Callback callback, Cors cors, HttpMemory memory) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.cors = cors;
        this.waiting = memory.response(request);
    }

    /** Sends a response with CORS headers. */
    void send(HttpResponse answer) {
        head(answer.status(), answer.headers());
        finish(answer.body());
    }

    /** Sends a response without additional headers. The real engine does so if it rejects a request early. */
    void sendBare(HttpResponse answer) {
        response.setStatus(answer.status());
        finish(answer.body());
    }

    /**
     * Sends the response to an OPTIONS request.
     *
     * @param allowed the methods of the path; {@code null} if no other method of the path has a route
     */
    void sendPreflight(@Nullable String allowed) {
        response.setStatus(HttpResponse.OK);
        if (allowed != null) {
            response.getHeaders().add(ALLOW, allowed);
        }
        cors.preflight(origin(), response.getHeaders()::add);
        finish(new byte[0]);
    }

    /** Sets the status and the headers. Call {@link #write} after that. */
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
        write(true, body, callback);
    }

    /** Writes a part of the body. The next part may be written when the callback has succeeded. */
    void write(byte[] part, Callback written) {
        write(false, part, written);
    }

    private void write(boolean last, byte[] bytes, Callback written) {
        waiting.update(bytes.length);
        response.write(last, ByteBuffer.wrap(bytes), new Callback.Nested(written) {
            @Override
            public void succeeded() {
                waiting.update(0);
                super.succeeded();
            }

            @Override
            public void failed(Throwable cause) {
                waiting.update(0);
                super.failed(cause);
            }
        });
    }

    /** Completes the body. */
    void end() {
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** Abandons the response. The connection is closed, so that the client notices that the response is incomplete. */
    void fail(Throwable cause) {
        callback.failed(cause);
    }

    private @Nullable String origin() {
        return request.getHeaders().get(HttpHeader.ORIGIN);
    }

    /**
     * The server writes one byte per character of a header value. Each byte of the UTF-8 encoding therefore becomes one
     * character.
     */
    private static String onTheWire(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
