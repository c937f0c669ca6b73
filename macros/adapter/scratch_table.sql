{#
    The name under which this session keeps rows for itself (keep_rows). place: {database, schema} in which its role
    makes tables. Returns SQL text.
#}
{% macro scratch_table(name, place) %}
    {%- do return(adapter.dispatch("scratch_table", "dbt_wap")(name=name, place=place)) -%}
{% endmacro %}

{% macro default__scratch_table(name, place) %} {%- do dbt_wap.unsupported("scratch_table") -%} {% endmacro %}

{# In the session's own database; it spills to disk like all else. Atomic: yes, reads nothing. #}
{% macro duckdb__scratch_table(name, place) %} {%- do return("temp.main.dbt_wap_" ~ name) -%} {% endmacro %}

{# In the given schema; no other session sees it. Atomic: yes, reads nothing. #}
{% macro snowflake__scratch_table(name, place) %}
    {%- do return(
        dbt_wap.relation_name(place["database"], place["schema"], dbt_wap.stored_name("scratch_" ~ name))
    ) -%}
{% endmacro %}
