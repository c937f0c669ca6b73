{#
    Return whether the rows of tables moved between two fingerprints, as {name: "no", "data", or "unknown" if that is
    not proved without reading more than `most` rows}. asked: {name: {relation: {database, schema, name}, before, after:
    {rows, hash, taken_at}}}. Reads only.
#}
{% macro table_movements(asked, most) %}
    {%- do return(adapter.dispatch("table_movements", "dbt_wap")(asked=asked, most=most)) -%}
{% endmacro %}

{% macro default__table_movements(asked, most) %}
    {%- do dbt_wap.unsupported("table_movements") -%}
{% endmacro %}

{# The fingerprint covers the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__table_movements(asked, most) %}
    {%- set found = {} -%}
    {%- for name, each in asked.items() -%}
        {%- do found.update({name: "no" if each["before"]["hash"] == each["after"]["hash"] else "data"}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    An equal token proves that nothing moved, another number of rows or other columns that something did. Otherwise
    compare the rows of a small table with its earlier ones, read with Time Travel. Atomic: no, the rows of each table
    are read at their own time.
#}
{% macro snowflake__table_movements(asked, most) %}
    {%- set found, moved = {}, [] -%}
    {%- for name, each in asked.items() -%}
        {%- set word = dbt_wap._snowflake_movement(each["before"], each["after"], most) -%}
        {%- do found.update({name: word or "unknown"}) -%}
        {%- if not word -%}
            {%- do moved.append(dict(each["relation"], key=name, taken_at=each["before"]["taken_at"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, answer in dbt_wap._snowflake_same_rows(moved).items() -%}
        {%- do found.update({name: {"same": "no", "moved": "data"}.get(answer, "unknown")}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return what two fingerprints alone prove, or none if the rows have to be read. Pure. #}
{% macro _snowflake_movement(before, after, most) %}
    {%- if before["hash"] == after["hash"] -%} {%- do return("no") -%} {%- endif -%}
    {%- set reshaped = before["hash"].split(":")[0] != after["hash"].split(":")[0] -%}
    {%- if reshaped or before["rows"] != after["rows"] -%} {%- do return("data") -%} {%- endif -%}
    {%- set kept = dbt_wap.is_same_table(before["hash"], after["hash"]) and before["taken_at"] -%}
    {%- do return(none if kept and after["rows"] <= most else "unknown") -%}
{% endmacro %}
