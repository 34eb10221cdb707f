package dev.millrace.model.config;

import java.util.Set;

/**
 * The variables that some program of Millrace reads. Nodes may share one environment, and each asks for its own settings
 * only: what another one reads is no mistake.
 */
final class SettingNames {
    static final Set<String> ALL = Set.of(
            "MILLRACE_API_CONNECTIONS",
            "MILLRACE_ARTIFACTS",
            "MILLRACE_BIND",
            "MILLRACE_CA_FILE",
            "MILLRACE_DATABASE_PASSWORD",
            "MILLRACE_DATABASE_PASSWORD_FILE",
            "MILLRACE_DATABASE_URL",
            "MILLRACE_DATABASE_URL_FILE",
            "MILLRACE_DATABASE_USER",
            "MILLRACE_HOSTS",
            "MILLRACE_HTTP_CONNECTIONS",
            "MILLRACE_HTTP_HEAD_TIME",
            "MILLRACE_HTTP_IDLE",
            "MILLRACE_HTTP_MEMORY",
            "MILLRACE_HTTP_RATE",
            "MILLRACE_JAVA_OPTS",
            "MILLRACE_LOG_LEVEL",
            "MILLRACE_PORT",
            "MILLRACE_PUBLIC_URL",
            "MILLRACE_QUEUE_AGEING",
            "MILLRACE_REDIS_URL",
            "MILLRACE_REDIS_URL_FILE",
            "MILLRACE_RETENTION",
            "MILLRACE_SCRATCH",
            "MILLRACE_START_WAIT",
            "MILLRACE_TOOLS",
            "MILLRACE_TOOLS_WRITABLE",
            "MILLRACE_TRUSTED_PROXIES",
            "MILLRACE_URL",
            "MILLRACE_WORKER_DRAIN",
            "MILLRACE_WORKER_HEARTBEAT_FILE",
            "MILLRACE_WORKER_JAVA_JOBS",
            "MILLRACE_WORKER_QUEUES",
            "MILLRACE_WORKER_SLOTS");

    private SettingNames() {}
}
