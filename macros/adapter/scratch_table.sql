{# Where this session puts a temporary table of its own. Returns SQL text. #}
{% macro scratch_table(name) %}
    {%- do return(adapter.dispatch("scratch_table", "dbt_wap")(name=name)) -%}
{% endmacro %}

{% macro default__scratch_table(name) %} {%- do dbt_wap.unsupported("scratch_table") -%} {% endmacro %}

{# In the session's own database; it spills to disk like all else. Atomic: yes, reads nothing. #}
{% macro duckdb__scratch_table(name) %} {%- do return("temp.main.dbt_wap_" ~ name) -%} {% endmacro %}

{# In the state schema, where this role makes tables anyway; no other session sees it. Atomic: yes, reads nothing. #}
{% macro snowflake__scratch_table(name) %}
    {%- do return(dbt_wap.state_table("scratch_" ~ name)) -%}
{% endmacro %}
