{# True when prod is the run's candidate in all schemas; with `some`, in one at least. Reads only. #}
{% macro is_swapped(run, some=false) %}
    {%- set swapped = dbt_wap.pair_states(run) | selectattr("swapped") | list | length -%}
    {%- do return(swapped > 0 if some else swapped == run["schemas"] | length) -%}
{% endmacro %}
