{# Return the result of one gate: {gate, column, limit, actual, level, outcome: pass, warn or block, message}. Pure. #}
{% macro gate_result(entry, gate, at, ok, actual, column=none) %}
    {%- set name = entry["schema"] ~ "." ~ entry["name"] ~ ("." ~ column if column else "") -%}
    {%- set limit = at["limit"] | string | lower if at["limit"] is boolean else at["limit"] | string -%}
    {%- do return(
        {
            "gate": gate,
            "column": column,
            "limit": limit,
            "actual": actual,
            "level": at["level"],
            "outcome": "pass" if ok else at["level"],
            "message": name ~ ": " ~ actual ~ " (" ~ gate ~ " " ~ limit ~ ")",
        }
    ) -%}
{% endmacro %}
