{#
    Return the statuses of a run: {status: {may: the verbs that may act on such a run, next: the next command, code: the
    class of the refusal of other verbs}}. RUN stands for the run's id. Together with `transitions` this is the only
    definition of the life of a run; the macros, the runner and the docs read it. Pure.
#}
{% macro statuses() %}
    {%- do return(
        {
            "writing": {"may": ["audit", "discard"], "next": "wap audit RUN", "code": "blocked"},
            "failed": {"may": ["audit", "discard"], "next": "wap run", "code": "blocked"},
            "audit_failed": {
                "may": ["audit", "approve", "reject", "discard"],
                "next": "wap report RUN",
                "code": "blocked",
            },
            "awaiting_approval": {
                "may": ["audit", "approve", "reject", "publish", "discard"],
                "next": "wap approve RUN --publish",
                "code": "waiting",
            },
            "approved": {
                "may": ["audit", "reject", "publish", "discard"],
                "next": "wap publish RUN",
                "code": "waiting",
            },
            "rejected": {"may": ["discard"], "next": "wap run", "code": "rejected"},
            "stale": {"may": ["audit", "reject", "publish", "discard"], "next": "wap run", "code": "stale"},
            "publishing": {
                "may": ["publish", "rollback", "discard"],
                "next": "wap publish RUN",
                "code": "interrupted",
            },
            "publish_interrupted": {
                "may": ["publish", "rollback", "discard"],
                "next": "wap publish RUN",
                "code": "interrupted",
            },
            "published": {"may": ["rollback"], "next": "wap rollback RUN", "code": "config"},
            "rolled_back": {"may": [], "next": "wap run", "code": "stale"},
            "discarded": {"may": [], "next": "wap run", "code": "stale"},
        }
    ) -%}
{% endmacro %}
