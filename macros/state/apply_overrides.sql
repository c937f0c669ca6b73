{# A report as it stands after its run's approval: the gates that were overridden, by whom and why, and what they say now. Pure. #}
{% macro apply_overrides(report, run) %}
    {%- for event in run["events"] if event["event"] == "approved" and event["detail"].get("override") and event["at"] > report["created_at"] -%}
        {%- for gate in event["detail"]["override"] -%}
            {%- do report["overrides"].append({"gate": gate, "reason": event["detail"]["reason"], "by": event["actor"], "at": event["at"]}) -%}
            {%- for entry in report["relations"] -%}
                {%- for result in entry["gate"].get("results", []) if result["gate"] == gate and result["outcome"] == "block" -%}
                    {%- do result.update({"outcome": "overridden"}) -%} {%- do entry["gate"].update({"verdict": "overridden"}) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(report) -%}
{% endmacro %}
