package dev.millrace.model.config;

/**
 * One environment variable that was asked for; {@code docs/configuration.md} has a line for each.
 *
 * @param name of the variable
 * @param form what a value looks like, with its bounds
 * @param defaultText what holds when the variable is not set; empty where there is no default
 * @param description one sentence
 */
public record Setting(String name, String form, String defaultText, String description) {}
