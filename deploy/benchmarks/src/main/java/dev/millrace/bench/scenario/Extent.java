package dev.millrace.bench.scenario;

/**
 * How much is measured.
 *
 * @param runs how often, at least 1; warming up comes on top
 * @param history how many jobs a long history holds, at least 100,000
 * @param backlog how many jobs a long queue holds, at least 10,000
 */
public record Extent(int runs, int history, int backlog) {}
