package dev.iii.example.inventory.log;

import java.util.List;

/**
 * A part of a log, as the result of a read from a position. Immutable.
 *
 * @param events the events in order, without a gap after the position
 * @param next the position of the next read
 * @param isLast {@code true} if the log had no more events
 * @param isCut {@code true} if the log ends before the position. The engine has then lost events that it had acknowledged,
 *     and the reader must start again at the beginning.
 */
public record Slice(List<LoggedEvent> events, Position next, boolean isLast, boolean isCut) {}
