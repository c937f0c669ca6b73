{#
    Return the hashes that the approval of a run is bound to, as its last audit recorded them: {report: hash of the
    report's text, fingerprints: hash of the candidate's fingerprints}, or {} if the audit did not finish. Pure.
#}
{% macro audit_hashes(run) %}
    {%- set audits = run["events"] | selectattr("event", "in", ["audited", "blocked", "audit_died"]) | list -%}
    {%- set detail = audits[-1]["detail"] if audits else {} -%}
    {%- if "report" not in detail or "fingerprints" not in detail -%} {%- do return({}) -%} {%- endif -%}
    {%- do return({"report": detail["report"], "fingerprints": detail["fingerprints"]}) -%}
{% endmacro %}
