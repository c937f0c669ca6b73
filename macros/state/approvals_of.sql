{#
    Return the approvals of the last audit of a run that count by a rule (see rule_of), one per person, as [{by, at,
    door, identity, reason, override}]. An approval counts if it was given for the report and the fingerprints that the
    audit recorded, by an approver with a sufficient identity, and if it overrode the gates of a blocked run. What
    dbt-wap approves itself, because only ignored differences are left, is not listed. Pure.
#}
{% macro approvals_of(run, rule) %}
    {%- set known, found, names = dbt_wap.audit_hashes(run), [], [] -%}
    {%- set audits = run["events"] | selectattr("event", "in", ["audited", "blocked"]) | list -%}
    {%- if not known or not audits or run["verdict"] == "pass" -%} {%- do return([]) -%} {%- endif -%}
    {%- set since, blocked = audits[-1]["seq"], audits[-1]["event"] == "blocked" -%}
    {%- for event in run["events"] if event["seq"] > since and event["event"] in ["approved", "partly_approved"] -%}
        {%- set detail, name = event["detail"] or {}, dbt_wap.person_key(event["actor"]) -%}
        {%- set same = detail.get("report") == known["report"] -%}
        {%- set same = same and detail.get("fingerprints") == known["fingerprints"] -%}
        {%- set same = same and (detail.get("override") or not blocked) -%}
        {%- if same and name not in names and dbt_wap._counts(run, rule, event["actor"] or "", detail) -%}
            {%- do names.append(name) -%}
            {%- do found.append(
                {
                    "by": event["actor"],
                    "at": event["at"],
                    "door": detail.get("door") or "dbt",
                    "identity": detail.get("identity") or "shell",
                    "reason": detail.get("reason"),
                    "override": detail.get("override") or [],
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return true if the rule allows an approval with this detail. #}
{% macro _counts(run, rule, name, detail) %}
    {%- set groups = [detail["group"]] if detail.get("group") else [] -%}
    {%- set person = {"name": name, "identity": detail.get("identity") or "shell", "groups": groups} -%}
    {%- set own = rule["forbid_self_approval"] and dbt_wap.is_requester(run, name) -%}
    {%- do return(dbt_wap.match_approver(rule, person)["sure"] and not own) -%}
{% endmacro %}
