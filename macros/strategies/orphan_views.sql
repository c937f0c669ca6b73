{# The views of a candidate that read an audit schema and that no node makes, as relations: nobody could make them again for prod. Reads only. #}
{% macro orphan_views(run) %}
    {%- do return(adapter.dispatch("orphan_views", "dbt_wap")(run=run)) -%}
{% endmacro %}

{% macro default__orphan_views(run) %} {%- do dbt_wap.unsupported("orphan_views") -%} {% endmacro %}

{# The exchange writes every view with prod's names. Atomic: yes, reads nothing. #}
{% macro duckdb__orphan_views(run) %} {%- do return([]) -%} {% endmacro %}

{# Such a view comes from a hook, say. Atomic: yes, reads of the catalog. #}
{% macro snowflake__orphan_views(run) %}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set found = [] -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, "audit") if view["key"] not in nodes -%}
        {%- do found.append(view) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
