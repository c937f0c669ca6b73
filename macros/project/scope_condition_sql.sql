{#
    Return the condition that selects the rows of this project, target and place from the state table runs, alias r.
    Pure.
#}
{% macro scope_condition_sql() %}
    {%- set scope, targets = dbt_wap.scope(), [] -%}
    {%- for name in scope["targets"] or [] -%}
        {%- do targets.append(dbt_wap.text_literal(name)) -%}
    {%- endfor -%}
    {%- set sql -%}
        r.project = {{ dbt_wap.text_literal(project_name) }}
        and (r.place is null or r.place = {{ dbt_wap.text_literal(scope["place"]) }})
        {%- if targets %}
        and r.target in ({{ targets | join(", ") }})
        {%- endif %}
    {%- endset -%}
    {%- do return(sql) -%}
{% endmacro %}
