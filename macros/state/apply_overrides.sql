{#
    Return the report of a run with the gates that its approval overrode: who overrode each one, why, and the gate's new
    outcome. Changes `report`. Pure.
#}
{% macro apply_overrides(report, run) %}
    {%- set given = run["events"] | selectattr("event", "in", ["approved", "partly_approved"]) | list -%}
    {%- set whole = given and given[-1]["event"] == "approved" -%}
    {%- for event in given if whole and event["detail"].get("override") and event["at"] > report["created_at"] -%}
        {%- for gate in event["detail"]["override"] -%}
            {%- set reason, by = event["detail"]["reason"], event["actor"] -%}
            {%- do report["overrides"].append({"gate": gate, "reason": reason, "by": by, "at": event["at"]}) -%}
            {%- for entry in report["relations"] -%}
                {%- do dbt_wap._override(entry["gate"], gate) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(report) -%}
{% endmacro %}

{# Mark the results of a gate that blocked as overridden. #}
{% macro _override(judged, gate) %}
    {%- for result in judged.get("results", []) if result["gate"] == gate and result["outcome"] == "block" -%}
        {%- do result.update({"outcome": "overridden"}) -%} {%- do judged.update({"verdict": "overridden"}) -%}
    {%- endfor -%}
{% endmacro %}
