{#
    Return how a sample of a table with this many rows shows whether one join of all values is faster: {clause: SQL
    after the name of the table that reads some of its blocks, share: of changed rows from which it is}, or none if
    looking up these rows in another table costs too much. Pure.
#}
{% macro sample_of_changes(rows) %}
    {%- do return(adapter.dispatch("sample_of_changes", "dbt_wap")(rows=rows)) -%}
{% endmacro %}

{% macro default__sample_of_changes(rows) %}
    {%- do dbt_wap.unsupported("sample_of_changes") -%}
{% endmacro %}

{# A block has 2,048 rows. Atomic: yes, reads nothing. #}
{% macro duckdb__sample_of_changes(rows) %}
    {%- if rows < 100000 -%} {%- do return(none) -%} {%- endif -%}
    {%- do return({"clause": "tablesample system(" ~ [2000000 / rows, 1] | max ~ " percent)", "share": 0.1}) -%}
{% endmacro %}

{# A look-up reads all of the other table. Atomic: yes, reads nothing. #}
{% macro snowflake__sample_of_changes(rows) %} {%- do return(none) -%} {% endmacro %}
