{#
    Return where a run publishes to, such as "publishes to: target dev (duckdb, shop.duckdb): audit_marts -> marts".
    Every run and `wap doctor` start with this line. Refuse a database that would not keep the run. Reads only.
#}
{% macro describe_destination() %}
    {%- set session = dbt_wap.describe_session() -%}
    {%- set profiles = invocation_args_dict.get("profiles_dir") -%}
    {%- if session["fault"] -%}
        {%- do dbt_wap.refuse(
            "target",
            "the target " ~ target.name ~ " of the profile " ~ target.profile_name ~ " " ~ session["fault"] ~ " under `"
            ~ target.profile_name ~ ": outputs: " ~ target.name ~ ":`"
            ~ (" in " ~ profiles ~ "/profiles.yml" if profiles else ""),
            next="wap doctor, after you fix profiles.yml",
        ) -%}
    {%- endif -%}
    {%- set pairs = [] -%}
    {%- for pair in dbt_wap.schema_pairs(dbt_wap.project_facts()) -%}
        {%- do pairs.append(pair["audit"] ~ " -> " ~ pair["prod"]) -%}
    {%- endfor -%}
    {%- set default = "" if invocation_args_dict.get("target") else ", the profile's default" -%}
    {%- set place = session["words"] | join(", ") -%}
    {%- set more = " and " ~ (pairs | length - 5) ~ " more" if pairs | length > 5 else "" -%}
    {%- do return(
        "publishes to: target " ~ target.name ~ default ~ " (" ~ target.type ~ ", " ~ place ~ "): "
        ~ pairs[:5] | join(", ") ~ more
    ) -%}
{% endmacro %}
