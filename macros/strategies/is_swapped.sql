{# Return true if prod is the run's candidate in all schemas or, with `some`, in at least one. Reads only. #}
{% macro is_swapped(run, some=false) %}
    {%- set swapped = dbt_wap.pair_states(run) | selectattr("swapped") | list | length -%}
    {%- do return(swapped > 0 if some else swapped == run["schemas"] | length) -%}
{% endmacro %}
