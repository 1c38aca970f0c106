package dev.iii.example.inventory.log;

import java.util.List;

/**
 * A piece of a log.
 *
 * @param events in order, without a gap to what was read before
 * @param next where to go on
 * @param isLast whether there was nothing behind it
 * @param isCut whether the log ends before the position: the engine has lost what it had acknowledged, and a reader begins
 *     anew
 */
public record Slice(List<LoggedEvent> events, Position next, boolean isLast, boolean isCut) {}
