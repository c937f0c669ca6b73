{# The views of a candidate that read an audit schema and that no node makes, as relations: nobody could make them again for prod. Reads only. #}
{% macro unmakeable_views(run) %}
    {%- do return(adapter.dispatch("unmakeable_views", "dbt_wap")(run=run)) -%}
{% endmacro %}

{% macro default__unmakeable_views(run) %} {%- do dbt_wap.unsupported("unmakeable_views") -%} {% endmacro %}

{# The exchange writes every view with prod's names. Atomic: yes, reads nothing. #}
{% macro duckdb__unmakeable_views(run) %} {%- do return([]) -%} {% endmacro %}

{# Such a view comes from a hook, say. Atomic: yes, reads of the catalog. #}
{% macro snowflake__unmakeable_views(run) %}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set found = [] -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, "audit") if view["key"] not in nodes -%}
        {%- do found.append(view) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
