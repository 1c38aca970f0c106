package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams on and writes their rows, in the engine and in memory. Threads may update different streams at the same time.
 *
 * @param <E> the type of all events
 * @param <V> the type of the rows
 */
final class RowUpdater<E, V> {

    private static final int MAX_REWRITES = 3;

    private final RowStore<V> rows;
    private final CatchUp<E, V> catchUp;
    private final Consumer<String> again;

    /** @param again is called with a stream that must be read again, because other programs write its row, too */
    RowUpdater(RowStore<V> rows, CatchUp<E, V> catchUp, Consumer<String> again) {
        this.rows = rows;
        this.catchUp = catchUp;
        this.again = again;
    }

    /**
     * Reads one stream on and writes its row. Throws the exceptions of a call.
     *
     * @param stored the row that the engine has; {@code null} if it has none
     * @param trusted {@code true} if {@code stored} is only remembered
     * @return the reason why the stream could not be read to its end; {@code null} if it was
     */
    CatchUp.@Nullable Failure update(RowTable<V> table, String stream, @Nullable StoredRow<V> stored, boolean trusted) {
        StoredRow<V> remembered = table.get(stream);
        StoredRow<V> from = stored != null ? stored : remembered != null ? remembered : StoredRow.empty(stream);
        boolean mustWrite = stored == null && !trusted;
        try {
            Position expected = stored == null ? Position.START : stored.at();
            for (int attempt = 0; attempt < MAX_REWRITES; attempt++) {
                CatchUp.Result<V> result = catchUp.on(from);
                StoredRow<V> row = result.row();
                if (row.isEmpty()) {
                    if (stored != null || remembered != null) {
                        rows.delete(table.generation(), stream);
                    }
                    table.remove(stream);
                    return result.failure();
                }
                if (row.at().equals(from.at()) && !mustWrite) {
                    table.put(row);
                    return result.failure();
                }
                String json =
                        result.valueJson().isEmpty() ? Json.of(row.value()).text() : result.valueJson();
                Position replaced = rows.write(table.generation(), row, json);
                table.put(row);
                if (result.failure() != null || replaced.equals(expected) || replaced.equals(row.at())) {
                    return result.failure();
                }
                // Another program has written this row in between, perhaps a later one.
                expected = row.at();
                from = row;
                mustWrite = false;
            }
            again.accept(stream);
            return null;
        } catch (FunctionException e) {
            // This value is refused, or the engine cannot write now: other streams must not wait for it.
            return new CatchUp.Failure("", e);
        } catch (CallException e) {
            throw e;
        } catch (Throwable e) {
            return new CatchUp.Failure("", e);
        }
    }
}
