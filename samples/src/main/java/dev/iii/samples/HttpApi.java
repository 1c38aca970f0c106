package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.List;
import java.util.UUID;

/**
 * An HTTP API that stores notes in the state of the engine.
 *
 * <pre>
 * curl -s http://127.0.0.1:3111/notes -H 'content-type: application/json' -d '{"text":"buy tea"}'
 * curl -s 'http://127.0.0.1:3111/notes?limit=10'
 * </pre>
 */
public final class HttpApi {

    record NewNote(String text) {}

    record Note(String id, String text) {}

    record Page(int limit) {}

    record Id(String id) {}

    private HttpApi() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("http-api").closeOnExit(true).build());
        register(worker);
        worker.closed().join();
    }

    static void register(Worker worker) {
        worker.registerFunction("notes::add", NewNote.class, (added, call) -> {
            Note note = new Note(UUID.randomUUID().toString(), added.text());
            worker.state().set("notes", note.id(), note);
            return HttpResponse.of(201, note).withHeader("location", "/notes/" + note.id());
        });
        // The input is made of the path, the query and the JSON body.
        worker.registerFunction(
                "notes::get",
                Id.class,
                (wanted, call) -> worker.state()
                        .get("notes", wanted.id(), Note.class)
                        .orElseThrow(() -> new FunctionException("no_such_note", "there is no note " + wanted.id())
                                .withHttpStatus(404)));
        worker.registerFunction("notes::list", Page.class, (page, call) -> {
            List<Note> all = worker.state().list("notes", Note.class);
            return all.subList(0, Math.min(page.limit(), all.size()));
        });
        worker.registerTrigger(HttpTrigger.post("/notes"), "notes::add");
        worker.registerTrigger(HttpTrigger.get("/notes/:id"), "notes::get");
        worker.registerTrigger(HttpTrigger.get("/notes"), "notes::list");
    }
}
