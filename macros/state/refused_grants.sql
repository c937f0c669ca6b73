{#
    Why the audit is blocked by what was granted on the candidate, a sentence a grant: none unless the var
    wap_candidate_grants is refuse. Pure.
#}
{% macro refused_grants(rows) %}
    {%- set reasons, refuse = [], dbt_wap.get_var("wap_candidate_grants") == "refuse" -%}
    {%- for row in rows if refuse -%}
        {%- do reasons.append(
            "the build granted " ~ row["privilege"] ~ " on the schema " ~ row["schema"] ~ " to "
            ~ row["to_kind"] | lower | replace("_", " ") ~ " " ~ row["to_name"]
            ~ ", and the var wap_candidate_grants is refuse"
        ) -%}
    {%- endfor -%}
    {%- do return(reasons | unique | list) -%}
{% endmacro %}
