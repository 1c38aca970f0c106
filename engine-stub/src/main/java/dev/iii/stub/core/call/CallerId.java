package dev.iii.stub.core.call;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonCursor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Adds the id of the calling worker to a payload (engine behaviour, section 5). */
public final class CallerId {

    private static final byte[] NAME = "_caller_worker_id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPENING = "{\"_caller_worker_id\":\"".getBytes(StandardCharsets.US_ASCII);

    private CallerId() {}

    /** Returns the payload with the id if it is an object, otherwise the payload. A member of that name is replaced. */
    public static RawJson into(RawJson payload, byte[] callerId) {
        if (!payload.isObject()) {
            return payload;
        }
        return mayHaveOne(payload) ? replace(payload, callerId) : insert(payload, callerId);
    }

    /** Returns {@code false} if no member can have that name. A name with a backslash could be an escaped form of it. */
    private static boolean mayHaveOne(RawJson payload) {
        byte[] b = payload.array();
        int end = payload.offset() + payload.length();
        for (int i = payload.offset(); i < end; i++) {
            byte c = b[i];
            if (c == '\\' || c == '_' && b[i - 1] == '"' && b[i + 1] == 'c') {
                return true;
            }
        }
        return false;
    }

    private static RawJson insert(RawJson payload, byte[] callerId) {
        byte[] b = payload.array();
        int rest = payload.offset() + 1;
        int end = payload.offset() + payload.length();
        int first = rest;
        while (b[first] <= ' ') {
            first++;
        }
        boolean empty = b[first] == '}';
        byte[] out = new byte[OPENING.length + callerId.length + (empty ? 1 : 2) + end - rest];
        System.arraycopy(OPENING, 0, out, 0, OPENING.length);
        int p = OPENING.length;
        System.arraycopy(callerId, 0, out, p, callerId.length);
        p += callerId.length;
        out[p++] = '"';
        if (!empty) {
            out[p++] = ',';
        }
        System.arraycopy(b, rest, out, p, end - rest);
        return RawJson.wrap(out);
    }

    private static RawJson replace(RawJson payload, byte[] callerId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length() + OPENING.length + callerId.length + 2);
        out.writeBytes(OPENING);
        out.writeBytes(callerId);
        out.write('"');
        JsonCursor members = JsonCursor.ofObject(payload);
        while (members.next()) {
            if (!members.nameIs(NAME)) {
                out.write(',');
                out.write(payload.array(), members.memberStart(), members.memberEnd() - members.memberStart());
            }
        }
        out.write('}');
        return RawJson.wrap(out.toByteArray());
    }
}
