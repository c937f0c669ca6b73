{#
    Return the events of a run: {event: {from: the statuses in which it is allowed, to: the new status, or none if it
    does not change, carries: the required fields of its detail, late: the statuses in which it has no effect, of_prod:
    whether its record needs the lock of prod instead of that of the run's environment}}. Only these events change a
    status. Another run makes a run stale without the lock of its environment, so `stale` and an approval may be
    recorded at the same time. Pure.
#}
{% macro transitions() %}
    {%- set built = ["writing", "failed", "audit_failed"] -%}
    {%- set waiting = ["awaiting_approval", "approved", "stale"] -%}
    {%- set publishing = ["publishing", "publish_interrupted"] -%}
    {%- set open = built + waiting + publishing + ["rejected"] -%}
    {%- set hashes = ["report", "fingerprints"] -%}
    {%- set audit = ["verdict"] + hashes -%}
    {%- set told = ["failed", "audit_failed"] + waiting + publishing + ["rejected", "published", "rolled_back"] -%}
    {%- set told = told + ["discarded"] -%}
    {%- set over = ["published", "rolled_back", "discarded"] -%}
    {%- set prod = ["stale", "publishing", "swapped", "interrupted", "published", "rolling_back", "rolled_back"] -%}
    {%- set late = {"approved": ["stale"], "partly_approved": ["stale"]} -%}
    {%- do late.update({"stale": built + publishing + over + ["stale", "rejected"]}) -%}
    {%- set events = {
            "cloned": {"from": [], "to": "writing", "carries": []},
            "built": {"from": built, "to": "writing", "carries": []},
            "build_failed": {"from": built, "to": "failed", "carries": ["reason"]},
            "tests_failed": {"from": built, "to": "audit_failed", "carries": ["reason"]},
            "build_died": {"from": built, "to": "failed", "carries": ["reason"]},
            "hook_failed": {"from": built, "to": "failed", "carries": ["reason"]},
            "audited": {"from": built + waiting, "to": "awaiting_approval", "carries": audit + ["expires_at"]},
            "blocked": {"from": built + waiting, "to": "audit_failed", "carries": audit + ["reason"]},
            "passed": {"from": built + waiting, "to": "failed", "carries": audit},
            "audit_died": {"from": built + waiting, "to": "audit_failed", "carries": ["reason"]},
            "approved": {"from": ["awaiting_approval", "audit_failed"], "to": "approved", "carries": hashes},
            "partly_approved": {"from": ["awaiting_approval", "audit_failed"], "to": none, "carries": hashes},
            "rejected": {"from": ["audit_failed"] + waiting, "to": "rejected", "carries": ["reason"]},
            "stale": {"from": ["awaiting_approval", "approved"], "to": "stale", "carries": ["reason"]},
            "renewed": {"from": ["stale"], "to": "approved", "carries": hashes},
            "preparing": {"from": ["approved"] + publishing, "to": none, "carries": []},
            "publishing": {"from": ["approved"] + publishing, "to": "publishing", "carries": []},
            "swapped": {"from": publishing, "to": "publishing", "carries": []},
            "interrupted": {"from": publishing, "to": "publish_interrupted", "carries": ["reason"]},
            "published": {"from": publishing, "to": "published", "carries": []},
            "rolling_back": {"from": publishing + ["published"], "to": "publishing", "carries": []},
            "rolled_back": {"from": publishing + ["published"], "to": "rolled_back", "carries": []},
            "superseded": {"from": built + waiting + ["rejected"], "to": "failed", "carries": ["reason"]},
            "discarding": {"from": open, "to": "failed", "carries": []},
            "discarded": {"from": open, "to": "discarded", "carries": []},
            "notified": {"from": told, "to": none, "carries": ["channel"]},
            "not_notified": {"from": told, "to": none, "carries": ["channel"]},
            "cleaned": {"from": ["published", "rolled_back"], "to": none, "carries": []},
        } -%}
    {%- for name, rule in events.items() -%}
        {%- do rule.update({"late": late.get(name, []), "of_prod": name in prod + ["cleaned"]}) -%}
    {%- endfor -%}
    {%- do return(events) -%}
{% endmacro %}
