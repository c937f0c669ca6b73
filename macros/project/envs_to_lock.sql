{#
    Return the environments whose locks a step holds: that of this command (var wap_env, "" without one), and with
    `prod` also "", the lock of prod. Pure.
#}
{% macro envs_to_lock(prod=false) %}
    {%- set env = dbt_wap.get_var("wap_env") -%} {%- do return([env, ""] if prod and env else [env]) -%}
{% endmacro %}
