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
    public static RawJson into(RawJson data, byte[] callerId) {
        if (!data.isObject()) {
            return data;
        }
        return mayHaveOne(data) ? replace(data, callerId) : insert(data, callerId);
    }

    /** Returns {@code false} if no member can have that name. A name with a backslash could be an escaped form of it. */
    private static boolean mayHaveOne(RawJson data) {
        byte[] b = data.array();
        int end = data.offset() + data.length();
        for (int i = data.offset(); i < end; i++) {
            byte c = b[i];
            if (c == '\\' || c == '_' && b[i - 1] == '"' && b[i + 1] == 'c') {
                return true;
            }
        }
        return false;
    }

    private static RawJson insert(RawJson data, byte[] callerId) {
        byte[] b = data.array();
        int rest = data.offset() + 1;
        int end = data.offset() + data.length();
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

    private static RawJson replace(RawJson data, byte[] callerId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length() + OPENING.length + callerId.length + 2);
        out.writeBytes(OPENING);
        out.writeBytes(callerId);
        out.write('"');
        JsonCursor members = JsonCursor.ofObject(data);
        while (members.next()) {
            if (!members.nameIs(NAME)) {
                out.write(',');
                out.write(data.array(), members.memberStart(), members.memberEnd() - members.memberStart());
            }
        }
        out.write('}');
        return RawJson.wrap(out.toByteArray());
    }
}
