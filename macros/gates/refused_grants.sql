{#
    Why the audit is blocked by what was granted on the candidate, a sentence a grant: a schema that was given to
    another role, which no REVOKE takes back; and, where the var wap_candidate_grants is refuse, all that was revoked
    (rows: of _revoke_candidate_grants). given: of schemas_of_other_owners. Pure.
#}
{% macro refused_grants(rows, given) %}
    {%- set reasons, refuse = [], dbt_wap.get_var("wap_candidate_grants") == "refuse" -%}
    {%- for row in rows if refuse -%}
        {%- do reasons.append(
            "the build granted " ~ row["privilege"] ~ " on the schema " ~ row["schema"] ~ " to "
            ~ row["to_kind"] | lower | replace("_", " ") ~ " " ~ row["to_name"]
            ~ ", and the var wap_candidate_grants is refuse"
        ) -%}
    {%- endfor -%}
    {%- for schema in given -%}
        {%- do reasons.append(
            "the build gave the schema " ~ schema["schema"] ~ " to the role " ~ schema["owner"]
            ~ ", which sees the candidate: a hook must not do so where dbt_wap.is_audit() is true"
        ) -%}
    {%- endfor -%}
    {%- do return(reasons | unique | list) -%}
{% endmacro %}
