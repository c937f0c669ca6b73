{# Return the SQL name of a table in which keep_rows saves rows for this session. Pure. #}
{% macro scratch_table(name, place) %}
    {%- do return(adapter.dispatch("scratch_table", "dbt_wap")(name=name, place=place)) -%}
{% endmacro %}

{% macro default__scratch_table(name, place) %} {%- do dbt_wap.unsupported("scratch_table") -%} {% endmacro %}

{# In the session's temporary database, which spills to disk like any other. Atomic: yes, reads nothing. #}
{% macro duckdb__scratch_table(name, place) %} {%- do return("temp.main.dbt_wap_" ~ name) -%} {% endmacro %}

{# In the given schema. No other session can see it. Atomic: yes, reads nothing. #}
{% macro snowflake__scratch_table(name, place) %}
    {%- do return(
        dbt_wap.relation_name(place["database"], place["schema"], dbt_wap.stored_name("scratch_" ~ name))
    ) -%}
{% endmacro %}
