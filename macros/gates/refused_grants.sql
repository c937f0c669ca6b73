{#
    Return why grants on the candidate block the audit, a sentence each: the build transferred the ownership of a
    schema, which REVOKE cannot undo, or granted privileges although the var wap_candidate_grants is `refuse`. Pure.
#}
{% macro refused_grants(rows, given) %}
    {%- set reasons, refuse = [], dbt_wap.get_var("wap_candidate_grants") == "refuse" -%}
    {%- for row in rows if refuse -%}
        {%- do reasons.append(
            "the build granted " ~ row["privilege"] ~ " on the schema " ~ row["schema"] ~ " to "
            ~ row["to_kind"] | lower | replace("_", " ") ~ " " ~ row["to_name"]
            ~ ", which the var wap_candidate_grants (refuse) does not allow"
        ) -%}
    {%- endfor -%}
    {%- for schema in given -%}
        {%- do reasons.append(
            "the build transferred the schema " ~ schema["schema"] ~ " to the role " ~ schema["owner"]
            ~ ", which can now read the candidate; skip that hook when dbt_wap.is_audit() is true"
        ) -%}
    {%- endfor -%}
    {%- do return(reasons | unique | list) -%}
{% endmacro %}
