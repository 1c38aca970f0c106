package dev.iii.eventsourcing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Deposited;
import dev.iii.eventsourcing.account.Account.FeeCharged;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.Opened;
import dev.iii.eventsourcing.account.Account.State;
import dev.iii.eventsourcing.account.Account.Withdraw;
import dev.iii.eventsourcing.account.Account.Withdrawn;
import dev.iii.eventsourcing.test.Given;
import dev.iii.sdk.json.Json;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static Given<Account.Command, Account.Event, State> given() {
        return Given.of(new Account());
    }

    @Test
    void isOpenedOnce() {
        given().when(new Open("1", "Ada", 0)).then(new Opened("Ada", 0));
        given().events(new Opened("Ada", 0)).when(new Open("1", "Eve", 0)).thenRefused("open_already");
    }

    @Test
    void isNotThereBeforeItIsOpened() {
        given().when(new Deposit("1", 5)).thenRefused("no_account");
    }

    @Test
    void coversNoMoreThanTheLimit() {
        given().events(new Opened("Ada", 0), new Deposited(500))
                .when(new Withdraw("1", 501))
                .thenRefused("not_covered");
        given().events(new Opened("Ada", 1), new Deposited(500))
                .when(new Withdraw("1", 501))
                .then(new Withdrawn(501))
                .thenState(new State(true, -1, 1, 1));
    }

    @Test
    void theFourthWithdrawalHasAFee() {
        given().events(new Opened("Ada", 0), new Deposited(500), new Withdrawn(1), new Withdrawn(1), new Withdrawn(1))
                .when(new Withdraw("1", 100))
                .then(new Withdrawn(100), new FeeCharged(100));
    }

    @Test
    void nothingHappensIfNothingIsDeposited() {
        given().events(new Opened("Ada", 0)).when(new Deposit("1", 0)).then();
    }

    @Test
    void anAccountOfTheFirstVersionHasNoLimit() {
        assertThat(Account.EVENTS.read("account-opened", 1, Json.parse("{\"owner\":\"Ada\"}")))
                .contains(new Opened("Ada", 0));
    }
}
