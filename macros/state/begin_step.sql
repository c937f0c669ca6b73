{#
    Prepare the session for a step. Refuse a session in which quoted names lose their case, if the project has names
    that depend on it. Changes only the session.
#}
{% macro begin_step(step, run_id=none) %}
    {%- do dbt_wap.prepare_session(step, run_id) -%}
    {%- set sensitive = dbt_wap.fold("a") != dbt_wap.fold("A") -%}
    {%- set names = dbt_wap._names_with_case() if sensitive else [] -%}
    {%- set fault = dbt_wap.quoted_case_fault() if names else none -%}
    {%- if fault -%}
        {%- do dbt_wap.refuse(
            "session",
            fault ~ ", but this project has case-sensitive names: " ~ names | join(", "),
            next="wap doctor, after you set that parameter to FALSE for this user",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# Return the distinct names of the project's relations that are not all in upper case. #}
{% macro _names_with_case() %}
    {%- set names = {} -%}
    {%- for fact in dbt_wap.project_facts()["nodes"].values() -%}
        {%- for name in fact["here"].values() if name and name != name | upper -%}
            {%- do names.update({name: true}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(names.keys() | list) -%}
{% endmacro %}
