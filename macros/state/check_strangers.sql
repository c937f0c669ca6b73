{#
    The audit schemas that exist though no leftover of this project explains them: refused when something is in one (it
    is not ours to drop), returned to be dropped when empty (dbt makes schemas before its on-run-start hooks). Reads only.
#}
{% macro check_strangers(pairs, leftovers) %}
    {%- set ours = [] -%}
    {%- for run in leftovers -%}
        {%- for pair in run["schemas"] -%} {%- do ours.append(dbt_wap.fold(pair["audit"])) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set existing = [] -%}
    {%- for schema in dbt_wap.list_schemas(pairs[0]["database"]) -%}
        {%- do existing.append(dbt_wap.fold(schema)) -%}
    {%- endfor -%}
    {%- set empty = [] -%}
    {%- for pair in pairs if dbt_wap.fold(pair["audit"]) in existing and dbt_wap.fold(pair["audit"]) not in ours -%}
        {%- if dbt_wap.list_relations(pair["database"], [pair["audit"]]) -%}
            {%- do dbt_wap.refuse(
                "clone",
                'the schema "' ~ pair["audit"] ~ '" exists and no open run of project ' ~ project_name ~ " made it",
                next="wap run, once that schema is dropped or the var wap_audit_prefix is another",
            ) -%}
        {%- endif -%}
        {%- do empty.append(pair["audit"]) -%}
    {%- endfor -%}
    {%- do return(empty) -%}
{% endmacro %}
