{#
    List the runs of the environment of this command (var wap_env), newest first; without one, the runs that have none.
    `state`: from get_state. Pure.
#}
{% macro runs_of_env(state) %}
    {%- do return(state["runs"] | selectattr("env", "equalto", dbt_wap.get_var("wap_env") or none) | list) -%}
{% endmacro %}
