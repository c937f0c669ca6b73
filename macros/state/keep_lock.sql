{#
    Check, right before a change of prod, that this process still holds its locks; if not, or if they will expire soon,
    hold_lock refuses or renews. One query is enough if it does.
#}
{% macro keep_lock(step, prod=false) %}
    {%- set names = [] -%}
    {%- for env in dbt_wap.envs_to_lock(prod) -%}
        {%- do names.append(dbt_wap.lock_name(env)) -%}
    {%- endfor -%}
    {%- set read = dbt_wap.read_together({"locks": dbt_wap._locks_sql(names)}, or_none=true) -%}
    {%- if read is none or not dbt_wap._are_held(dbt_wap._locks_of(read["locks"], names), names) -%}
        {%- do dbt_wap.hold_lock(step, prod=prod) -%}
    {%- endif -%}
{% endmacro %}
