package dev.iii.eventsourcing.e2e;

import dev.iii.eventsourcing.account.Account;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.io.IOException;

/** The accounts as a program: {@code URL NAME}. It is a standby if another process owns the functions. */
final class AccountProgram {

    private AccountProgram() {}

    public static void main(String[] arguments) throws IOException {
        Worker worker = Iii.registerWorker(
                arguments[0],
                WorkerOptions.builder().name(arguments[1]).standby(true).build());
        var unused = Account.on(worker).start();
        worker.awaitReady(Engines.LONG);
        ChildProgram.awaitEnd();
    }
}
