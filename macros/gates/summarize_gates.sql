{#
    Summarize the gates of all entries: {reasons: sentences that block, warnings: sentences, blocking: [gate names]}.
    Pure.
#}
{% macro summarize_gates(entries) %}
    {%- set found = {"reasons": [], "warnings": [], "blocking": []} -%}
    {%- for entry in entries -%}
        {%- for result in entry["gate"].get("results", []) -%}
            {%- if result["outcome"] == "block" -%}
                {%- do found["reasons"].append(result["message"]) -%}
                {%- if result["gate"] not in found["blocking"] -%}
                    {%- do found["blocking"].append(result["gate"]) -%}
                {%- endif -%}
            {%- elif result["outcome"] == "warn" -%} {%- do found["warnings"].append(result["message"]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
