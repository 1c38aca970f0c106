package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The field names of all frames. Each has an index, and {@link #find} finds the index by the bytes of the name. */
final class Field {

    private static final String[] NAMES = {
        "type",
        "id",
        "invocation_id",
        "function_id",
        "data",
        "action",
        "metadata",
        "namespace",
        "traceparent",
        "baggage",
        "result",
        "error",
        "worker_id",
        "reattach_token",
        "previous_worker_id",
        "description",
        "request_format",
        "response_format",
        "invocation",
        "trigger_type",
        "config",
        "trigger_namespace",
        "trigger_request_format",
        "call_request_format",
        "name",
        "parent_service_id",
        "code",
        "owner_worker_id",
        "worker_name",
    };

    static final int TYPE = 0;
    static final int ID = 1;
    static final int INVOCATION_ID = 2;
    static final int FUNCTION_ID = 3;
    static final int DATA = 4;
    static final int ACTION = 5;
    static final int METADATA = 6;
    static final int NAMESPACE = 7;
    static final int TRACEPARENT = 8;
    static final int BAGGAGE = 9;
    static final int RESULT = 10;
    static final int ERROR = 11;
    static final int WORKER_ID = 12;
    static final int REATTACH_TOKEN = 13;
    static final int PREVIOUS_WORKER_ID = 14;
    static final int DESCRIPTION = 15;
    static final int REQUEST_FORMAT = 16;
    static final int RESPONSE_FORMAT = 17;
    static final int INVOCATION = 18;
    static final int TRIGGER_TYPE = 19;
    static final int CONFIG = 20;
    static final int TRIGGER_NAMESPACE = 21;
    static final int TRIGGER_REQUEST_FORMAT = 22;
    static final int CALL_REQUEST_FORMAT = 23;
    static final int NAME = 24;
    static final int PARENT_SERVICE_ID = 25;
    static final int CODE = 26;
    static final int OWNER_WORKER_ID = 27;
    static final int WORKER_NAME = 28;
    static final int COUNT = NAMES.length;

    /** A hash table with open addressing. A slot holds an index of {@link #NAMES} plus one, or zero if it is empty. */
    private static final byte[] SLOTS = new byte[128];

    private static final byte[][] BYTES = new byte[COUNT][];

    static {
        for (int i = 0; i < COUNT; i++) {
            BYTES[i] = NAMES[i].getBytes(StandardCharsets.US_ASCII);
            int slot = slot(BYTES[i], 0, BYTES[i].length);
            while (SLOTS[slot] != 0) {
                slot = slot + 1 & SLOTS.length - 1;
            }
            SLOTS[slot] = (byte) (i + 1);
        }
    }

    private Field() {}

    /** Returns the index of the name in {@code [start, end)}, or -1 if no frame has it. The name may contain escapes. */
    static int find(byte[] b, int start, int end) throws MalformedFrameException {
        if (start == end) {
            return -1;
        }
        for (int slot = slot(b, start, end); SLOTS[slot] != 0; slot = slot + 1 & SLOTS.length - 1) {
            byte[] name = BYTES[SLOTS[slot] - 1];
            if (Arrays.equals(b, start, end, name, 0, name.length)) {
                return SLOTS[slot] - 1;
            }
        }
        for (int i = start; i < end; i++) {
            if (b[i] == '\\') {
                byte[] plain = JsonStrings.decode(b, start, end).getBytes(StandardCharsets.UTF_8);
                return plain.length < end - start ? find(plain, 0, plain.length) : -1;
            }
        }
        return -1;
    }

    static String name(int field) {
        return NAMES[field];
    }

    private static int slot(byte[] b, int start, int end) {
        int length = end - start;
        return (length * 37 + b[start] * 11 + b[end - 1] * 5 + b[start + length / 2]) & SLOTS.length - 1;
    }
}
