{#
    Return the name of the lock table of an environment of this project and place; "" is prod, and the candidate without
    an environment. Only one process can create it. Pure.
#}
{% macro lock_name(env) %}
    {%- set what = dbt_wap.scope()["place"] ~ ("/" ~ env if env else "") -%}
    {%- do return("lock__" ~ project_name ~ "__" ~ local_md5(what)[:8]) -%}
{% endmacro %}
